using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>A piece of device memory as kernels take it: 16 bytes, like ILGPU's ArrayView.</summary>
/// <param name="Address">Device address of the first element, aligned to the element.</param>
/// <param name="Length">Elements.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct DeviceView<T>(ulong Address, long Length)
    where T : unmanaged;
