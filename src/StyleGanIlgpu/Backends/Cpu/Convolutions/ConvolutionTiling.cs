using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>A task's part of the output.</summary>
/// <param name="Sample">Sample of the batch.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Tiles">Tiles of output channels.</param>
internal readonly record struct ConvolutionTask(int Sample, Extent Rows, Extent Columns, Extent Tiles);

/// <summary>
/// Cuts a convolution into tasks. A task's sums should stay in a second-level cache while the weights stream by; a map that is too small to
/// be cut is shared out by output channels, so that each weight is still read by one task only. No sum depends on the cut.
/// </summary>
internal sealed class ConvolutionTiling
{
    /// <summary>Outputs of a plain convolution's task.</summary>
    public const int PlainPixels = 256;

    private const int TasksPerWorker = 6;
    private const int SumBytes = 256 << 10;
    private const int LargestWidth = 64;

    /// <summary>Rows of a task that up-samples: the filter makes neighbours compute the sums between them twice.</summary>
    private const int RaisedRows = 32;

    private const int LeastRows = 4;

    private readonly int batch;
    private readonly int down;
    private readonly int across;
    private readonly int groups;
    private readonly int height;
    private readonly int width;
    private readonly int tiles;

    public ConvolutionTiling(TensorShape output, int tiles, int pixels, bool isUpsampling, int workers)
    {
        (batch, height, width, this.tiles) = (output.Batch, output.Height, output.Width, tiles);
        across = (width + LargestWidth - 1) / LargestWidth;
        Columns = (width + across - 1) / across;
        var rows = isUpsampling ? Math.Max(RaisedRows, LargestWidth * RaisedRows / Columns) : Math.Max(LeastRows, pixels / Columns);
        down = (height + rows - 1) / rows;

        var tileBytes = (long)rows * Columns * ConvolutionPanels.TileVectors * SimdLevel.Lanes * sizeof(float);
        groups = GroupsOf((int)Math.Clamp(SumBytes / tileBytes, 1, tiles), workers);
        // With few channels only rows are left to share out.
        var wanted = (long)TasksPerWorker * workers;
        if (!isUpsampling && Spots * groups < wanted)
            down = (int)Math.Clamp((wanted + (long)batch * across * groups - 1) / ((long)batch * across * groups), down, Math.Max(down, height / LeastRows));
        Rows = (height + down - 1) / down;
    }

    public int TaskCount => checked((int)(Spots * groups));

    /// <summary>Rows of the largest task.</summary>
    public int Rows { get; }

    /// <summary>Columns of the largest task.</summary>
    public int Columns { get; }

    /// <summary>Tiles of output channels of the largest task.</summary>
    public int GroupTiles => (tiles + groups - 1) / groups;

    private long Spots => (long)batch * down * across;

    /// <summary>A task. Those that share weights follow each other, so that the weights come from memory once.</summary>
    public ConvolutionTask this[int task]
    {
        get
        {
            var (rest, column) = Math.DivRem(task, across);
            (rest, var row) = Math.DivRem(rest, down);
            (var group, var sample) = Math.DivRem(rest, batch);
            return new ConvolutionTask(sample, Part(height, down, row), Part(width, across, column), Part(tiles, groups, group));
        }
    }

    private int GroupsOf(int most, int workers) =>
        (int)Math.Clamp(((long)TasksPerWorker * workers + Spots - 1) / Spots, (tiles + most - 1) / most, tiles);

    private static Extent Part(int count, int parts, int index) =>
        new((int)((long)count * index / parts), (int)((long)count * (index + 1) / parts));
}
