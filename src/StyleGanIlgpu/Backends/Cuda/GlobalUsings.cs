// The argument structs in kernels/StyleGanIlgpu.Kernels/Contracts are compiled here with plain pairs of address and length, which have the
// layout of ILGPU's views in a kernel's parameters.
global using DeviceBytes = StyleGanIlgpu.Backends.Cuda.DeviceView<byte>;
global using DeviceFloats = StyleGanIlgpu.Backends.Cuda.DeviceView<float>;
global using DeviceInts = StyleGanIlgpu.Backends.Cuda.DeviceView<int>;
global using DeviceQuads = StyleGanIlgpu.Backends.Cuda.DeviceView<StyleGanIlgpu.Kernels.Float4>;
