using System.Text;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.CudaModel;

/// <summary>Executes some blocks of every launch of a program in the emulator, and takes them for all.</summary>
internal sealed class LaunchSampler(int architecture, int samples) : IDisposable
{
    private const double GoldenRatio = 0.6180339887498949;

    // Nothing is written before a launch reads it, and nobody looks at what comes out.
    private readonly EmulatedDevice device = new(new EmulatorOptions { Architecture = architecture, CheckInitialised = false, CheckRaces = false, FillMemory = false });
    private readonly Dictionary<string, EmulatedKernel> kernels = [];

    /// <summary>The launches of a program that was compiled for one sample.</summary>
    public LaunchProfile[] Profile(CudaCompilation compilation)
    {
        var profiles = compilation.Launches.Select((launch, index) => Profile(launch, index, compilation)).ToArray();
        // Of an op's launches, the one that multiplies most does its products.
        foreach (var op in profiles.GroupBy(profile => compilation.Launches[profile.Index].Step))
        {
            var main = op.MaxBy(profile => profile.Blocks * ((32 * profile.Costs.Float) + profile.Costs.Tensor.MultiplyAdds))!;
            foreach (var other in op.Where(profile => profile != main))
                profiles[other.Index] = other with { Products = 0 };
        }
        return profiles;
    }

    /// <summary>
    /// The same launches for a batch. Where blocks are cut as for one sample, there are only more of them; a tile is chosen by the batch, too, and
    /// another one's blocks are executed anew.
    /// </summary>
    public LaunchProfile[] Profile(CudaCompilation batch, IReadOnlyList<LaunchProfile> single)
    {
        if (single.Count != batch.Launches.Count)
            throw new InvalidOperationException($"{single.Count} launches for one sample, {batch.Launches.Count} for a batch.");
        return [.. single.Zip(batch.Launches, (profile, launch) => IsCutAlike(profile.Launch, launch.Launch, Samples(batch))
            ? Scale(profile, launch, batch)
            : Profile(launch, profile.Index, batch) with { Products = ProductsOf(profile, launch, batch) })];
    }

    /// <summary>A launch for a batch: more blocks, each of which does what it did for one sample.</summary>
    /// <exception cref="InvalidOperationException">Its blocks are others.</exception>
    internal static LaunchProfile Scale(LaunchProfile single, CudaLaunch launch, CudaCompilation batch)
    {
        if (!IsCutAlike(single.Launch, launch.Launch, Samples(batch)))
            throw new InvalidOperationException($"A block of {launch.Launch} isn't one of {single.Launch}.");
        using var memory = new SampledMemory(null, batch);
        launch.Bind(memory);
        return single with { Launch = launch.Launch, Maps = memory.MapBytes, Weights = memory.WeightBytes, Products = ProductsOf(single, launch, batch) };
    }

    /// <summary>Whether a batch's launch has one sample's blocks for each of its samples: of the same kernel, threads and shared memory, and as many.</summary>
    internal static bool IsCutAlike(KernelLaunch single, KernelLaunch launch, int batch) =>
        single with { Grid = launch.Grid } == launch && Blocks(launch.Grid) == batch * Blocks(single.Grid);

    public void Dispose() => device.Dispose();

    private LaunchProfile Profile(CudaLaunch launch, int index, CudaCompilation compilation)
    {
        var kernel = Kernel(launch.Launch.Kernel);
        kernel.MaxDynamicSharedBytes = Math.Max(kernel.MaxDynamicSharedBytes, launch.Launch.SharedBytes);
        using var memory = new SampledMemory(device, compilation);
        var arguments = launch.Bind(memory);
        var chosen = Choose(launch.Launch.Grid, samples);
        var report = kernel.Launch(Size(launch.Launch.Grid), Size(launch.Launch.Group), launch.Launch.SharedBytes, arguments, chosen);
        var op = Op(compilation, launch);
        return new LaunchProfile
        {
            Index = index,
            Layer = op is null ? "output" : compilation.Plan[op.Writes].Name,
            Launch = launch.Launch,
            Costs = CostsOf(report, chosen.Count, launch.Launch.Group),
            Maps = memory.MapBytes,
            Weights = memory.WeightBytes,
            Products = Products(op, compilation.Plan),
        };
    }

    /// <summary>
    /// As many of each layer of the grid, since those differ most (phases of a convolution that up-samples, slices of a sum); within a layer
    /// spread evenly, but in no step with its rows.
    /// </summary>
    internal static IReadOnlyList<long> Choose(Extent grid, int samples)
    {
        var layer = (long)grid.X * grid.Y;
        if (layer * grid.Z <= samples)
            return [.. Enumerable.Range(0, (int)(layer * grid.Z)).Select(block => (long)block)];
        var step = Math.Max(1, grid.Z / samples);
        var perLayer = Math.Min(layer, Extent.Cover(samples, Extent.Cover(grid.Z, step)));
        return [.. from z in Enumerable.Range(0, Extent.Cover(grid.Z, step))
                   from i in Enumerable.Range(1, (int)perLayer)
                   select (z * step * layer) + (layer <= perLayer ? i - 1 : (long)(i * GoldenRatio % 1 * layer))];
    }

    private EmulatedKernel Kernel(string name)
    {
        if (!kernels.TryGetValue(name, out var kernel))
        {
            var ptx = Encoding.ASCII.GetString(KernelPtx.Read(architecture, name)).TrimEnd('\0');
            kernels.Add(name, kernel = device.Load(ptx).Kernel(name));
        }
        return kernel;
    }

    private static BlockCosts CostsOf(LaunchReport report, double blocks, Extent group)
    {
        double Count(params ReadOnlySpan<InstructionClass> classes)
        {
            var sum = 0L;
            foreach (var one in classes)
                sum += report[one].Warps;
            return sum / blocks;
        }

        var warps = Extent.Cover(group.X * group.Y * group.Z, 32);
        return new BlockCosts(
            Count(InstructionClass.Fma, InstructionClass.FloatAlu),
            Count(InstructionClass.IntegerAlu),
            Count(InstructionClass.Special),
            Count(
                InstructionClass.LoadGlobal, InstructionClass.StoreGlobal, InstructionClass.LoadShared, InstructionClass.StoreShared,
                InstructionClass.Atomic, InstructionClass.Control, InstructionClass.Barrier, InstructionClass.Warp, InstructionClass.LoadMatrix,
                InstructionClass.AsyncCopy),
            TensorOf(report, blocks),
            report.SharedWavefronts / blocks,
            (report.GlobalLoadSectors + report.GlobalStoreSectors) / blocks,
            Count(InstructionClass.Barrier) / warps);
    }

    private static TensorProducts TensorOf(LaunchReport report, double blocks)
    {
        var products = report.TensorMultiplyAdds / blocks;
        var isHalf = report.MatrixProducts.Keys.All(shape => shape.Contains(".f16.", StringComparison.Ordinal));
        return new TensorProducts(isHalf ? 0 : products, isHalf ? products : 0, report[InstructionClass.TensorCore].Warps / blocks);
    }

    private static PlanOp? Op(CudaCompilation compilation, CudaLaunch launch) =>
        launch.Step < compilation.Plan.Ops.Count ? compilation.Plan.Ops[launch.Step] : null;

    private static int Samples(CudaCompilation batch) => batch.Plan[batch.Plan.Outputs[0]].Shape.Batch;

    private static long Blocks(Extent grid) => (long)grid.X * grid.Y * grid.Z;

    /// <summary>Of a launch that doesn't do its op's products for one sample, none.</summary>
    private static double ProductsOf(LaunchProfile single, CudaLaunch launch, CudaCompilation batch) =>
        single.Products == 0 ? 0 : Products(Op(batch, launch), batch.Plan);

    private static double Products(PlanOp? op, Plan plan)
    {
        if (op is not Convolution convolution)
            return 0;
        var places = convolution.IsUpsampling ? plan[convolution.Input].Shape : plan[convolution.Output].Shape;
        return (double)convolution.Weight.Values.Length * places.Batch * places.Height * places.Width;
    }

    private static Dim3 Size(Extent extent) => new(extent.X, extent.Y, extent.Z);
}
