using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The kernels that an engine's programs use, each loaded once. One thread at a time asks.</summary>
/// <param name="context">Where they are loaded.</param>
/// <param name="architecture">Of the PTX.</param>
/// <param name="threads">Threads that compile.</param>
internal sealed class CudaKernels(CudaContext context, int architecture, int threads) : IDisposable
{
    private readonly Dictionary<string, CudaKernel> kernels = [];

    public CudaKernel this[string name] => kernels[name];

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
        var ptx = EmbeddedPtx.Read(architecture, name);
        using var entered = context.Enter();
        var module = new CudaModule(context, PtxLinker.Compile(context.Driver, name, ptx), name);
        try
        {
            var kernel = new CudaKernel(module, name);
            lock (kernels)
                kernels.Add(name, kernel);
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }
}
