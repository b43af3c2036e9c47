using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The kernels that an engine's programs use, each loaded once. One thread at a time asks.</summary>
/// <param name="context">Where they are loaded.</param>
/// <param name="architecture">Of the PTX.</param>
/// <param name="threads">Threads that compile.</param>
/// <param name="cache">What was compiled before; none where null.</param>
internal sealed class CudaKernels(CudaContext context, int architecture, int threads, CubinCache? cache) : IDisposable
{
    private static readonly CudaResult[] Refusals = [CudaResult.InvalidImage, CudaResult.NoBinaryForGpu, CudaResult.NotFound];

    private readonly Dictionary<string, CudaKernel> kernels = [];

    public CudaKernel this[string name] => kernels[name];

    /// <summary>What the driver made of those that are loaded, by name.</summary>
    /// <exception cref="CudaFault">The driver doesn't say.</exception>
    public CudaKernelFigures[] Figures()
    {
        using var entered = context.Enter();
        return [.. kernels.Values.OrderBy(kernel => kernel.Name, StringComparer.Ordinal).Select(kernel => CudaKernelFigures.Of(kernel, context.Driver))];
    }

    /// <summary>Loads the kernels of these launches that aren't loaded yet, several at once.</summary>
    /// <exception cref="NotSupportedException">A kernel wasn't shipped.</exception>
    /// <exception cref="CudaFault">The driver refuses one.</exception>
    public void Load(IEnumerable<KernelLaunch> launches)
    {
        var wanted = launches.GroupBy(launch => launch.Kernel).ToDictionary(group => group.Key, group => group.Max(launch => launch.SharedBytes));
        string[] missing = [.. wanted.Keys.Where(name => !kernels.ContainsKey(name)).Order(StringComparer.Ordinal)];
        DedicatedThreads.ForEach(missing, threads, Load);
        using var entered = context.Enter();
        foreach (var (name, bytes) in wanted)
            kernels[name].Allow(context.Driver, bytes);
    }

    public void Dispose()
    {
        foreach (var kernel in kernels.Values)
            kernel.Dispose();
        kernels.Clear();
    }

    private void Load(string name)
    {
        var ptx = KernelPtx.Read(architecture, name);
        using var entered = context.Enter();
        var kernel = FromCache(name, ptx) ?? Compile(name, ptx);
        lock (kernels)
            kernels.Add(name, kernel);
    }

    /// <summary>An image that the driver refuses is made again.</summary>
    private CudaKernel? FromCache(string name, byte[] ptx)
    {
        if (cache?.TryRead(name, ptx) is not { } image)
            return null;
        try
        {
            return Load(name, image);
        }
        catch (CudaFault fault) when (Refusals.Contains(fault.Result))
        {
            return null;
        }
    }

    private CudaKernel Compile(string name, byte[] ptx)
    {
        var image = PtxLinker.Compile(context.Driver, name, ptx);
        var kernel = Load(name, image);
        cache?.TryWrite(name, ptx, image);
        return kernel;
    }

    private CudaKernel Load(string name, byte[] image)
    {
        var module = new CudaModule(context, image, name);
        try
        {
            return new CudaKernel(module, name);
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }
}
