using StyleGanIlgpu.Backends.Cpu.Filters;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// Where the parts of a task's scratch lie, in floats: sizes for the largest task, whole cache lines each.
/// </summary>
internal sealed class ConvolutionScratch
{
    public ConvolutionScratch(ConvolutionGeometry g)
    {
        var (lanes, parts) = (SimdLevel.Lanes, new ScratchParts());
        var window = (Rows: g.Tiling.Rows + g.Y.FilterTaps - 1, Columns: g.Tiling.Columns + g.X.FilterTaps - 1);
        var rows = window.Rows / g.Step + g.Step - 1;
        var columns = window.Columns / g.Step + g.Step - 1;
        var tileRows = rows + g.Y.GreatestOffset - g.Y.LeastOffset;
        var tileColumns = columns + g.X.GreatestOffset - g.X.LeastOffset;

        Scale = parts.Take((long)CpuLayout.Blocks(g.Input.Channels) * lanes);
        Demodulation = parts.Take((long)g.Panels.OutBlocks * lanes);
        Noise = parts.Take((long)g.Tiling.Rows * g.Tiling.Columns);
        Taps = parts.Take(g.Phases.Sum(phase => phase.Taps.Length));
        Weights = parts.Take(g.Narrow is { } narrow ? NarrowConvolution.Outs * (long)narrow.Ins : 0);
        if (g.Narrow is null)
            Tile = parts.Take(((long)g.Panels.ChunkBlocks * tileRows * tileColumns + ConvolutionKernel.Slack) * lanes);
        PlaneFloats = ((long)rows * tileColumns + ConvolutionKernel.Slack) * g.Step * ConvolutionPanels.TileVectors * lanes;
        Sums = parts.Take((long)g.Tiling.GroupTiles * g.Step * PlaneFloats);
        if (g.Filter is { } filter)
        {
            Window = parts.Take((long)RowWindow.Capacity(filter.Height) * (filter.Plane is null ? g.Tiling.Columns : window.Columns) * lanes);
            SumRow = parts.Take((long)window.Columns * lanes);
            OutputRow = parts.Take((long)g.Tiling.Columns * lanes);
        }
        Bytes = parts.Bytes;
    }

    public int Bytes { get; }

    /// <summary>The style, a factor for every input channel, zeros past the last.</summary>
    public long Scale { get; }

    /// <summary>A factor for every output channel.</summary>
    public long Demodulation { get; }

    /// <summary>The noise of the task's outputs, row by row.</summary>
    public long Noise { get; }

    /// <summary>Offsets of all taps of all phases, as integers.</summary>
    public long Taps { get; }

    /// <summary>The weights of a narrow convolution, times the style.</summary>
    public long Weights { get; }

    /// <summary>The input tile of a chunk, and pixels for the kernel to run over its end.</summary>
    public long Tile { get; }

    /// <summary>Sums: [output tile][row phase][place][column phase][2 * B].</summary>
    public long Sums { get; }

    /// <summary>Floats of one row phase of an output tile's sums.</summary>
    public long PlaneFloats { get; }

    /// <summary>Rows under the vertical filter.</summary>
    public long Window { get; }

    /// <summary>A row of sums with the zeros beyond its ends.</summary>
    public long SumRow { get; }

    /// <summary>A filtered row.</summary>
    public long OutputRow { get; }
}
