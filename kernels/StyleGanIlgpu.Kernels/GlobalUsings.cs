// The argument structs in Contracts are compiled twice: here with ILGPU's views, and in the library, which has no ILGPU, with plain
// pairs of address and length, which have the same layout in a kernel's parameters.
global using DeviceBytes = ILGPU.ArrayView<byte>;
global using DeviceFloats = ILGPU.ArrayView<float>;
global using DeviceInts = ILGPU.ArrayView<int>;
global using DeviceQuads = ILGPU.ArrayView<StyleGanIlgpu.Kernels.Float4>;
