using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// The sums of an up-sampling convolution of 3 x 3 by <see cref="RaisedTransform{TSimd, TVec}"/> in both directions: 49 products for 36 sums
/// instead of 81. A task cuts its own sums into tiles, from the first one on; tasks are cut by the layer's size alone, so pictures depend neither
/// on threads nor on the batch.
/// </summary>
internal sealed class RaisedWinograd
{
    /// <summary>Tiles of a task, along either axis: enough that few sums are computed by two tasks.</summary>
    private const int MostDown = 8, MostAcross = 15;

    /// <summary>Longer filters leave too few outputs of a task's sums.</summary>
    private const int MostTaps = 12;

    /// <summary>Products of a task, at most.</summary>
    private const int ProductBytes = 4 << 20;

    /// <summary>Inputs that are smaller have too few tiles for what the larger weights cost.</summary>
    private const int LeastSize = 24;

    /// <summary>Fewer channels don't pay for the transforms.</summary>
    private const int LeastChannels = 16;

    private readonly int inBlocks;

    public RaisedWinograd(Convolution op, TensorShape output, UpsamplingFilter filter, CpuCompilation compilation)
    {
        (Rows, var down) = Part(output.Height, filter.Height, MostDown);
        (Columns, var across) = Part(output.Width, filter.Width, MostAcross);
        Capacity = ConvolutionKernel.Whole(down * across);
        var lanes = SimdLevel.Lanes;
        GroupTiles = Math.Max(1, ProductBytes / (Capacity * Form.Points * ConvolutionPanels.TileVectors * lanes * sizeof(float)));
        inBlocks = CpuLayout.Blocks(op.Weight.Shape[1]);
        Panels = new WinogradPanels(Form, op, compilation);
    }

    public static WinogradForm Form => WinogradForm.Raised;

    public WinogradPanels Panels { get; }

    /// <summary>Rows of outputs of a task.</summary>
    public int Rows { get; }

    /// <summary>Columns of outputs of a task.</summary>
    public int Columns { get; }

    /// <summary>Tiles of output channels of a task, at most.</summary>
    public int GroupTiles { get; }

    /// <summary>Room for the tiles of a task.</summary>
    public int Capacity { get; }

    /// <summary>Floats from a value of a tile to its next: a cache line more than there are, since powers of two would share places in the cache.</summary>
    public nint ValueStride => (nint)inBlocks * Capacity * SimdLevel.Lanes + NativeAllocator.Alignment / sizeof(float);

    /// <summary>Floats from a product of a tile to its next, likewise.</summary>
    public nint ProductStride => (nint)Capacity * ConvolutionPanels.TileVectors * SimdLevel.Lanes + NativeAllocator.Alignment / sizeof(float);

    /// <summary>Whether it is the faster way.</summary>
    public static bool Fits(Convolution op, TensorShape input, UpsamplingFilter filter) =>
        Math.Max(filter.Height, filter.Width) <= MostTaps
        && op is { IsUpsampling: true, Weight.Shape: [>= LeastChannels, >= LeastChannels, WinogradForm.Taps, WinogradForm.Taps] }
        && Math.Min(input.Height, input.Width) >= LeastSize;

    /// <summary>Tiles over a number of places, of which each has an even and an odd sum.</summary>
    public static int Tiles(int places) => (places + Form.Step - 1) / Form.Step;

    /// <summary>The cut of an axis with the fewest tiles in all: outputs of a part, and its tiles.</summary>
    private static (int Size, int Tiles) Part(int outputs, int taps, int most)
    {
        var best = (Size: 0, Tiles: 0, All: int.MaxValue);
        for (var parts = 1; parts <= outputs; parts++)
        {
            var size = (outputs + parts - 1) / parts;
            // Sums under the filter, one more where they begin at an odd one.
            var tiles = Tiles((size + taps - 1) / 2 + 1);
            if (tiles <= most && tiles * parts < best.All)
                best = (size, tiles, tiles * parts);
        }
        return (best.Size, best.Tiles);
    }
}
