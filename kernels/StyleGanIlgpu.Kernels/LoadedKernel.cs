using System.Text;
using ILGPU.Runtime.Cuda;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// A shipped kernel on a device of ILGPU's: its PTX, compiled by the driver rather than by ILGPU. It is launched on ILGPU's streams, in their
/// order with ILGPU's own kernels and copies. Dispose it before the accelerator.
/// </summary>
public sealed unsafe class LoadedKernel : IDisposable
{
    private readonly CudaAccelerator accelerator;
    private readonly nint function;
    private nint module;

    private LoadedKernel(CudaAccelerator accelerator, string name)
    {
        (this.accelerator, Name) = (accelerator, name);
        var device = (10 * accelerator.Architecture.Major) + accelerator.Architecture.Minor;
        var architecture = KernelPtx.NewestFor(device)
            ?? throw new NotSupportedException($"{accelerator.Name} is older than sm_{KernelPtx.Architectures[0]}, the oldest that there is PTX for.");
        var ptx = Encoding.ASCII.GetString(KernelPtx.Read(architecture, name)).TrimEnd('\0');
        using var bound = accelerator.BindScoped();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.LoadModule(out module, ptx));
        try
        {
            CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.GetModuleFunction(out function, module, name));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>As in <see cref="KernelLaunch.Kernel"/>.</summary>
    public string Name { get; }

    /// <summary>Loads the kernel that a launch names.</summary>
    /// <exception cref="NotSupportedException">There is no such kernel, or none for so old a device.</exception>
    /// <exception cref="CudaException">The driver refuses it.</exception>
    public static LoadedKernel Load(CudaAccelerator accelerator, string name)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(name);
        return new LoadedKernel(accelerator, name);
    }

    /// <summary>Puts a launch at the end of a stream's work.</summary>
    /// <param name="stream">A stream of the kernel's accelerator.</param>
    /// <param name="launch">From the argument struct's own Launch method.</param>
    /// <param name="arguments">The kernel's argument struct; its views must live until the launch is done.</param>
    /// <exception cref="ArgumentException">The launch is another kernel's.</exception>
    /// <exception cref="CudaException">The driver refuses the launch.</exception>
    public void Launch<TArguments>(CudaStream stream, KernelLaunch launch, TArguments arguments)
        where TArguments : struct
    {
        ArgumentNullException.ThrowIfNull(stream);
        ObjectDisposedException.ThrowIf(module == 0, this);
        if (launch.Kernel != Name)
            throw new ArgumentException($"The launch is of kernel '{launch.Kernel}', not of '{Name}'.", nameof(launch));
        using var bound = accelerator.BindScoped();
        fixed (byte* packed = KernelArguments.Pack(arguments))
        {
            var parameters = stackalloc void*[] { packed };
            CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.LaunchKernel(
                function,
                launch.Grid.X,
                launch.Grid.Y,
                launch.Grid.Z,
                launch.Group.X,
                launch.Group.Y,
                launch.Group.Z,
                launch.SharedBytes,
                stream.StreamPtr,
                (nint)parameters,
                0));
        }
    }

    /// <summary>Unloads it; its launches must be done.</summary>
    public void Dispose()
    {
        if (module == 0)
            return;
        using var bound = accelerator.BindScoped();
        _ = CudaAPI.CurrentAPI.DestroyModule(module);
        module = 0;
    }
}
