using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace StyleGanIlgpu.Kernels.Tests;

/// <summary>
/// Kernels by ILGPU's own interpreter of them on the CPU, with views that know their bounds: a second opinion on what the PTX says, and what a
/// user of ILGPU sees who debugs. It takes a system thread for every thread of a group, so only a few tiny shapes are run on it.
/// </summary>
public sealed class CpuAccelerator : IDisposable
{
    private readonly Context context = Context.Create(builder => builder.CPU(CPUDevice.Nvidia).Assertions());
    private readonly List<MemoryBuffer> buffers = [];
    private readonly Accelerator accelerator;

    public CpuAccelerator() => accelerator = context.CreateCPUAccelerator(0);

    /// <summary>Memory with these values.</summary>
    public ArrayView<T> Of<T>(params T[] values)
        where T : unmanaged
    {
        var buffer = accelerator.Allocate1D(values);
        buffers.Add(buffer);
        return buffer.View.BaseView;
    }

    public static T[] Read<T>(ArrayView<T> view)
        where T : unmanaged
    {
        var values = new T[view.Length];
        view.CopyToCPU(values);
        return values;
    }

    /// <summary>Runs the kernel that the launch names.</summary>
    internal void Run<TArguments>(KernelLaunch launch, TArguments arguments)
        where TArguments : struct
    {
        var kernel = accelerator.LoadStreamKernel(KernelCatalog.Variants[launch.Kernel].CreateDelegate<Action<TArguments>>());
        var shared = launch.SharedBytes > 0 ? SharedMemoryConfig.RequestDynamic<byte>(launch.SharedBytes) : default;
        kernel(new KernelConfig(Index(launch.Grid), Index(launch.Group), shared), arguments);
        accelerator.Synchronize();
    }

    public void Dispose()
    {
        foreach (var buffer in buffers)
            buffer.Dispose();
        accelerator.Dispose();
        context.Dispose();
    }

    private static Index3D Index(Extent extent) => new(extent.X, extent.Y, extent.Z);
}
