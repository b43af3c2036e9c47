using System.Runtime.CompilerServices;
using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>A launch with the addresses of a session.</summary>
internal sealed unsafe class CudaBoundLaunch(CudaKernel kernel, CudaLaunch launch, CudaMemory memory)
{
    private const nint BufferPointer = 1;
    private const nint BufferSize = 2;

    // Pinned, so that the driver can be given its address run after run.
    private readonly byte[] arguments = Pinned(launch.Bind(memory));
    private readonly string call = $"launch of kernel '{kernel.Name}'";

    /// <exception cref="CudaFault">The driver refuses.</exception>
    public void Enqueue(CudaDriver driver, CudaStream stream)
    {
        var (grid, group) = (launch.Launch.Grid, launch.Launch.Group);
        nuint size = (nuint)arguments.Length;
        var extra = stackalloc void*[] { (void*)BufferPointer, Unsafe.AsPointer(ref arguments[0]), (void*)BufferSize, &size, null };
        var result = driver.LaunchKernel(
            kernel.Function,
            (uint)grid.X,
            (uint)grid.Y,
            (uint)grid.Z,
            (uint)group.X,
            (uint)group.Y,
            (uint)group.Z,
            (uint)launch.Launch.SharedBytes,
            stream.Handle,
            null,
            extra);
        if (result != CudaResult.Success)
            throw driver.Fault(result, call);
    }

    private static byte[] Pinned(byte[] bytes)
    {
        var pinned = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(pinned, 0);
        return pinned;
    }
}
