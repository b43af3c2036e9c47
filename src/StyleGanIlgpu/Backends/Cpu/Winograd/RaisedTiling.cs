namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Rows and columns of tiles of one sample whose outputs a task makes.</summary>
internal readonly record struct RaisedSpot(int Sample, Extent Down, Extent Across);

/// <summary>
/// Cuts an up-sampling convolution into tasks. Where the weights are many, or the map is small, a strip of tiles is transformed once for all
/// and the output channels are shared out in groups; else a task goes down its columns strip by strip, keeping the rows that the filter still needs,
/// and makes all channels.
/// </summary>
internal sealed class RaisedTiling
{
    private const int TasksPerWorker = 4;

    /// <summary>Transformed inputs that still may lie about in memory as a whole.</summary>
    private const long SharedBytes = 64 << 20;

    /// <summary>Weights that are read again for every strip without being felt.</summary>
    private const long LightBytes = 8 << 20;

    /// <summary>Tiles of a strip, at most: many enough for the weights that they are multiplied with.</summary>
    private const int StripTiles = 180;

    /// <summary>Tiles beside each other: a part has one in common with the next, but few channels leave more room.</summary>
    private const int MostAcross = 24, MostAcrossOfFew = 48;

    /// <summary>Weights of few channels.</summary>
    private const long FewBytes = 1 << 20;

    private readonly RaisedAxis y;
    private readonly RaisedAxis x;
    private readonly int batch;
    private readonly int down;
    private readonly int across;
    private readonly int outTiles;
    private readonly int groups;

    public RaisedTiling(int batch, RaisedAxis y, RaisedAxis x, WinogradPanels panels, int inBlocks, int workers)
    {
        (this.batch, this.y, this.x, outTiles) = (batch, y, x, panels.Tiles);
        across = Parts(x.Tiles, panels.Bytes > FewBytes ? MostAcross : MostAcrossOfFew);
        Columns = Longest(x.Tiles, across);
        var rows = Math.Max(1, StripTiles / Columns);
        down = Parts(y.Tiles, rows);
        var bytes = (long)batch * down * across * Longest(y.Tiles, down) * Columns * WinogradForm.Raised.Points * inBlocks * SimdLevel.Lanes * sizeof(float);
        IsShared = bytes <= SharedBytes && (panels.Bytes > LightBytes || (long)batch * down * across < TasksPerWorker * workers);
        if (IsShared)
        {
            Rows = BandRows = Longest(y.Tiles, down);
            groups = Math.Clamp((TasksPerWorker * workers + Spots - 1) / Spots, 1, outTiles);
        }
        else
        {
            down = Math.Clamp((TasksPerWorker * workers + batch * across - 1) / (batch * across), 1, y.Tiles);
            BandRows = Longest(y.Tiles, down);
            // Strips of equal height, which have no tile in common.
            var strips = (BandRows + rows - 1) / rows;
            Rows = (BandRows + strips - 1) / strips;
            groups = 1;
        }
        GroupTiles = (outTiles + groups - 1) / groups;
    }

    /// <summary>True where all strips are transformed before the products begin.</summary>
    public bool IsShared { get; }

    /// <summary>Rows of tiles of a strip, at most.</summary>
    public int Rows { get; }

    /// <summary>Rows of tiles of a spot, at most.</summary>
    public int BandRows { get; }

    /// <summary>Columns of tiles, at most.</summary>
    public int Columns { get; }

    /// <summary>Tiles of output channels of a task, at most.</summary>
    public int GroupTiles { get; }

    public int Spots => batch * down * across;

    public int TaskCount => checked(Spots * groups);

    /// <summary>A task's spot and tiles of output channels. Those that share weights follow each other.</summary>
    public (int Spot, Extent Outs) this[int task]
    {
        get
        {
            var (group, spot) = Math.DivRem(task, Spots);
            return (spot, new Extent((int)((long)outTiles * group / groups), (int)((long)outTiles * (group + 1) / groups)));
        }
    }

    /// <summary>What a spot owns.</summary>
    public RaisedSpot Spot(int spot)
    {
        var (rest, column) = Math.DivRem(spot, across);
        (var sample, rest) = Math.DivRem(rest, down);
        return new RaisedSpot(sample, y.Part(down, rest), x.Part(across, column));
    }

    // The longest part, one tile of the part before it included.
    private static int Longest(int tiles, int parts) => (tiles + parts - 1) / parts + (parts > 1 ? 1 : 0);

    // As few parts as have no more than this.
    private static int Parts(int tiles, int most)
    {
        var parts = 1;
        while (parts < tiles && Longest(tiles, parts) > most)
            parts++;
        return parts;
    }
}
