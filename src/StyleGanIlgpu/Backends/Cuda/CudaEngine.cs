using StyleGanIlgpu.Backends.Cuda.Driver;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The engine for NVIDIA GPUs: kernels made ahead of time as PTX, and the driver.</summary>
internal sealed class CudaEngine : Engine
{
    private readonly CudaDevice device;
    private readonly int architecture;
    private readonly Precision precision;
    private readonly CudaKernels kernels;
    private readonly CudaWeights weights;
    private readonly List<CudaConstants> constants = [];
    private readonly Lock compiling = new();
    private volatile DeviceLostException? lost;
    private volatile string? noGraphs;

    /// <param name="context">Of the device; the engine's from now on.</param>
    /// <param name="device">Where to compute; one that can be used.</param>
    /// <param name="cache">Images of kernels that were compiled before; none where null.</param>
    /// <param name="threads">Threads that prepare weights and compile kernels.</param>
    /// <param name="precision">What maps are kept as and convolutions multiply in.</param>
    /// <param name="noGraphs">Why kernels are launched one by one; null where graphs are wanted.</param>
    public CudaEngine(
        CudaContext context, CudaDevice device, CubinCache? cache, int threads, Precision precision = Precision.Float32, string? noGraphs = null)
    {
        (Context, this.device, this.precision, this.noGraphs) = (context, device, precision, noGraphs);
        architecture = KernelPtx.NewestFor(device.Architecture)!.Value;
        kernels = new CudaKernels(Context, architecture, threads, cache);
        weights = new CudaWeights(Context, threads);
    }

    public override string Description => $"CUDA, {device.Name}, compute capability {device.ComputeCapability}, PTX sm_{architecture}{(precision == Precision.Float32 ? "" : $", {precision.Name()}")}";

    public CudaContext Context { get; }

    public CudaDevice Device => device;

    /// <summary>Why sessions launch kernel by kernel and not a graph; null where they launch graphs.</summary>
    public string? NoGraphs => noGraphs;

    public override EngineProgram Compile(Plan plan)
    {
        ThrowIfLost();
        var compilation = new CudaCompilation(plan, precision) { Architecture = device.Architecture };
        compilation.Run();
        lock (compiling)
        {
            try
            {
                kernels.Load(compilation.Launches.Select(launch => launch.Launch));
                weights.Load(compilation.Preparations);
                return new CudaProgram(plan, this, compilation, Keep(compilation.Constants));
            }
            catch (CudaFault fault)
            {
                throw Fail(fault);
            }
        }
    }

    /// <summary>A kernel of a compiled program.</summary>
    public CudaKernel Kernel(string name)
    {
        lock (compiling)
            return kernels[name];
    }

    /// <summary>The kernels that are loaded, as the driver compiled them.</summary>
    public CudaKernelFigures[] KernelFigures()
    {
        lock (compiling)
            return kernels.Figures();
    }

    /// <summary>Where a prepared form of a compiled program lies.</summary>
    public ulong Address(WeightForm form)
    {
        lock (compiling)
            return weights[form];
    }

    /// <summary>The driver refuses graphs, and isn't asked again.</summary>
    public void LaunchOneByOne(string fault) => noGraphs = $"kernels are launched one by one, since the driver refuses graphs: {fault}";

    /// <exception cref="DeviceLostException">The device failed before.</exception>
    public void ThrowIfLost()
    {
        if (lost is { } before)
            throw new DeviceLostException($"The device failed before, and this generator can't be used any more: {before.Message}", before);
    }

    /// <summary>Checks memory of the caller's: a copy beyond its end would overwrite somebody else's, and the driver wouldn't always object.</summary>
    /// <exception cref="ArgumentException">The bytes don't lie in one allocation.</exception>
    public void RequireCallersMemory(ulong address, ulong bytes, string what, string parameter)
    {
        ThrowIfLost();
        try
        {
            using var entered = Context.Enter();
            var result = Context.Driver.MemGetAddressRange(out var start, out var length, address);
            if (result is CudaResult.InvalidValue or CudaResult.NotFound)
                throw new ArgumentException($"{what} is at address {address}, which isn't memory of the device in the generator's context.", parameter);
            Context.Driver.Check(result, "cuMemGetAddressRange");
            var left = start + length - address;
            if (bytes > left)
                throw new ArgumentException($"{what} takes {bytes} bytes, and its allocation has {left} from address {address} on.", parameter);
        }
        catch (CudaFault fault)
        {
            throw Fail(fault);
        }
    }

    /// <summary>What to throw for a fault of the driver. Memory may be there again next time; after anything else the device isn't used again.</summary>
    public Exception Fail(CudaFault fault)
    {
        if (fault.Result == CudaResult.OutOfMemory)
            return new OutOfDeviceMemoryException(fault.Message, Context.FreeBytes(), fault);
        var exception = new DeviceLostException($"{Description.Split(", compute")[0]}: {fault.Message}", fault);
        return lost = exception;
    }

    public override void Dispose()
    {
        kernels.Dispose();
        weights.Dispose();
        foreach (var program in constants)
            program.Dispose();
        constants.Clear();
        Context.Dispose();
    }

    private CudaConstants Keep(IReadOnlyList<byte[]> wanted)
    {
        using var entered = Context.Enter();
        var kept = new CudaConstants(Context, wanted);
        constants.Add(kept);
        return kept;
    }
}
