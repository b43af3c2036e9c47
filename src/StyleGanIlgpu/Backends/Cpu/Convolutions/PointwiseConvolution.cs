using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// A convolution of 1 x 1, which is a product of matrices: [pixel][in] * [in][out]. Rows and columns mean nothing to it, so a task takes a long run
/// of pixels straight from the map, and the styles go into the weights before.
/// </summary>
internal sealed unsafe class PointwiseConvolution : IVectorPhases
{
    private const int TasksPerWorker = 6;

    /// <summary>A task's inputs and sums, so that they stay in a second-level cache while the weights stream by.</summary>
    private const int CacheBytes = 448 << 10;

    /// <summary>Tiles of output channels of a task, at most.</summary>
    private const int MostTiles = 16;

    private readonly int groups;
    private readonly int batch;
    private readonly int runs;

    private PointwiseConvolution(Convolution op, CpuCompilation compilation)
    {
        Tensors = new ConvolutionTensors(op, compilation);
        Panels = new ConvolutionPanels(op.Weight, TapPhase.Plain(1, 1, 0));
        Panels.Prepare(op.Weight, op.WeightGain, compilation);
        (batch, Pixels) = (Tensors.Input.Batch, Tensors.Input.Height * Tensors.Input.Width);
        var tiles = Math.Min(MostTiles, Panels.Tiles);
        var pixelBytes = (Panels.ChunkBlocks + ConvolutionPanels.TileVectors * tiles) * SimdLevel.Lanes * sizeof(float);
        var step = ConvolutionKernel.Whole(1);
        var most = Math.Max(1, CacheBytes / pixelBytes / step) * step;
        runs = (Pixels + most - 1) / most;
        Run = (Pixels + runs - 1) / runs;
        groups = Math.Clamp((TasksPerWorker * compilation.Workers + batch * runs - 1) / (batch * runs), (Panels.Tiles + tiles - 1) / tiles, Panels.Tiles);
        GroupTiles = (Panels.Tiles + groups - 1) / groups;
        ScaledOffset = op.Modulation is null ? null : compilation.Temporary(batch * Panels.Length * sizeof(float));

        var parts = new ScratchParts();
        Style = parts.Take((long)Tensors.InBlocks * SimdLevel.Lanes);
        StyleBytes = parts.Bytes;
        Demodulation = parts.Take((long)Tensors.OutBlocks * SimdLevel.Lanes);
        Noise = parts.Take(Run);
        SumFloats = (Run + ConvolutionKernel.Slack) * ConvolutionPanels.TileVectors * SimdLevel.Lanes;
        Sums = parts.Take((long)GroupTiles * SumFloats);
        Bytes = parts.Bytes;
    }

    public ConvolutionTensors Tensors { get; }

    public ConvolutionPanels Panels { get; }

    /// <summary>Pixels of a map.</summary>
    public int Pixels { get; }

    /// <summary>Pixels of a task, at most.</summary>
    public int Run { get; }

    public int GroupTiles { get; }

    public int TaskCount => checked(batch * runs * groups);

    /// <summary>Where every sample's weights times its style lie, if it has one.</summary>
    public long? ScaledOffset { get; }

    /// <summary>Scratch: the style.</summary>
    public long Style { get; }

    /// <summary>Bytes of what scaling weights takes.</summary>
    public int StyleBytes { get; }

    /// <summary>Scratch: a factor for every output channel.</summary>
    public long Demodulation { get; }

    /// <summary>Scratch: no noise.</summary>
    public long Noise { get; }

    /// <summary>Scratch: [output tile][pixel][2 * B].</summary>
    public long Sums { get; }

    /// <summary>Floats of an output tile's sums.</summary>
    public int SumFloats { get; }

    public int Bytes { get; }

    /// <summary>A task's sample, pixels and tiles of output channels. Those that share weights follow each other.</summary>
    public (int Sample, Extent Pixels, Extent Tiles) this[int task]
    {
        get
        {
            var (rest, run) = Math.DivRem(task, runs);
            var (group, sample) = Math.DivRem(rest, batch);
            return (
                sample,
                new Extent((int)((long)Pixels * run / runs), (int)((long)Pixels * (run + 1) / runs)),
                new Extent((int)((long)Panels.Tiles * group / groups), (int)((long)Panels.Tiles * (group + 1) / groups)));
        }
    }

    /// <summary>A sample's weights for an output tile, from a chunk on.</summary>
    public float* Weights(int sample, int tile, int chunk, in CpuFrame frame)
    {
        var panel = Panels.Panel(tile, chunk, 0);
        return ScaledOffset is { } offset ? frame.Floats(offset) + sample * Panels.Length + (panel - Panels.Panel(0, 0, 0)) : panel;
    }

    public static bool Fits(Convolution op) =>
        op is { IsUpsampling: false, Padding: 0, Noise: null, Weight.Shape: [_, _, 1, 1] } && !NarrowConvolution.Fits(op);

    public static void Compile(Convolution op, CpuCompilation compilation) => compilation.Emit(new PointwiseConvolution(op, compilation));

    public void Emit<TSimd, TVec>(CpuCompilation compilation)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        if (ScaledOffset is not null)
            compilation.Emit(new PointwiseWeightsPhase<TSimd, TVec>(this));
        compilation.Emit(new PointwisePhase<TSimd, TVec>(this));
    }
}
