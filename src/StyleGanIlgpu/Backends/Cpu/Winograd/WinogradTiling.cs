using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Tiles beside each other, in one row of tiles of one sample, that are transformed together.</summary>
/// <param name="Sample">Sample of the batch.</param>
/// <param name="Row">Row of tiles.</param>
/// <param name="Column">The first tile.</param>
/// <param name="Count">Their number.</param>
internal readonly record struct TilePiece(int Sample, int Row, int Column, int Count);

/// <summary>
/// Cuts a batch of maps into tiles of 4 x 4 outputs, counted row by row through all samples, and those into strips: the pixels of the 36 matrix
/// products. Where the maps are small and the weights many, the strips are transformed once for all and the output channels are shared out in
/// groups; else a task transforms a strip for itself, in cache, and makes all its channels. No sum depends on the cut.
/// </summary>
internal sealed class WinogradTiling
{
    private const int TasksPerWorker = 4;

    /// <summary>Transformed inputs that still may lie about in memory as a whole.</summary>
    private const long SharedBytes = 48 << 20;

    /// <summary>Weights that are read again for every strip without being felt.</summary>
    private const long LightBytes = 4 << 20;

    /// <summary>Values and products that stay in a second-level cache.</summary>
    private const int CacheBytes = 448 << 10;

    /// <summary>Steps of the kernel in a strip, at most: of a shared one, and of a task's own.</summary>
    private const int SharedSteps = 12, OwnSteps = 4;

    private static readonly WinogradForm Form = WinogradForm.Plain;

    private readonly int down;
    private readonly int across;
    private readonly int outTiles;
    private readonly int groups;

    /// <param name="batch">Samples.</param>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="panels">The weights.</param>
    /// <param name="inBlocks">Blocks of input channels.</param>
    /// <param name="isWhole">True if a task must make all its channels.</param>
    /// <param name="workers">Workers of the team.</param>
    public WinogradTiling(int batch, int height, int width, WinogradPanels panels, int inBlocks, bool isWhole, int workers)
    {
        var side = Form.Outputs;
        (Height, Width, outTiles) = (height, width, panels.Tiles);
        (down, across) = ((height + side - 1) / side, (width + side - 1) / side);
        Tiles = checked(batch * down * across);
        var bytes = (long)Tiles * Form.Points * inBlocks * SimdLevel.Lanes * sizeof(float);
        var step = ConvolutionKernel.Whole(1);
        IsShared = !isWhole && bytes <= SharedBytes && (panels.Bytes > LightBytes || Tiles < 4 * step * workers);
        var tileBytes = Form.Points * sizeof(float) * SimdLevel.Lanes * (inBlocks + panels.Tiles * ConvolutionPanels.TileVectors);
        var largest = step * (IsShared ? SharedSteps : panels.Bytes > LightBytes ? OwnSteps : Math.Clamp(CacheBytes / (step * tileBytes), 1, OwnSteps));
        Strips = (Tiles + largest - 1) / largest;
        if (!IsShared)
            Strips = Math.Max(Strips, Math.Min(TasksPerWorker * workers, (Tiles + step - 1) / step));
        Capacity = ConvolutionKernel.Whole((Tiles + Strips - 1) / Strips);
        groups = IsShared ? Math.Clamp((TasksPerWorker * workers + Strips - 1) / Strips, 1, outTiles) : 1;
        GroupTiles = (outTiles + groups - 1) / groups;
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Tiles of all samples.</summary>
    public int Tiles { get; }

    public int Strips { get; }

    /// <summary>Room of a strip, in tiles.</summary>
    public int Capacity { get; }

    /// <summary>True where all strips are transformed before the products begin.</summary>
    public bool IsShared { get; }

    /// <summary>Tiles of output channels of the largest group.</summary>
    public int GroupTiles { get; }

    public int TaskCount => Strips * groups;

    /// <summary>A task's strip and tiles of output channels. Those that share weights follow each other.</summary>
    public (int Strip, Extent Outs) this[int task]
    {
        get
        {
            var (group, strip) = Math.DivRem(task, Strips);
            return (strip, new Extent((int)((long)outTiles * group / groups), (int)((long)outTiles * (group + 1) / groups)));
        }
    }

    /// <summary>The tiles of a strip.</summary>
    public Extent Strip(int strip) => new((int)((long)Tiles * strip / Strips), (int)((long)Tiles * (strip + 1) / Strips));

    /// <summary>The piece that begins with a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="end">Where its strip ends.</param>
    public TilePiece Piece(int tile, int end)
    {
        var (row, column) = Math.DivRem(tile, across);
        (var sample, row) = Math.DivRem(row, down);
        return new TilePiece(sample, row, column, Math.Min(Math.Min(end - tile, across - column), WinogradTiles.Most));
    }

    /// <summary>The rows of the output that a piece makes.</summary>
    public Extent Rows(TilePiece piece) => Part(piece.Row, 1, Height);

    /// <summary>The columns of the output that a piece makes.</summary>
    public Extent Columns(TilePiece piece) => Part(piece.Column, piece.Count, Width);

    private static Extent Part(int tile, int count, int size) =>
        new(tile * Form.Outputs, Math.Min(size, (tile + count) * Form.Outputs));
}
