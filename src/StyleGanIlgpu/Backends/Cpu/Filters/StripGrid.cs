namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// How the planes of a filtered image are cut into tasks: strips a few dozen columns wide, so that the rows in flight stay in the cache,
/// and as tall as the image unless the team would be short of work (a new strip has to fill its windows first).
/// </summary>
internal sealed class StripGrid
{
    private const int TasksPerWorker = 4;
    private const int LeastHeight = 16;

    /// <summary>Half a register tile of the kernels.</summary>
    private const int Tile = 4;

    private readonly int height;
    private readonly int width;
    private readonly int across;
    private readonly int along;

    /// <param name="planes">Samples times channel blocks.</param>
    /// <param name="height">Rows of the output.</param>
    /// <param name="width">Columns of the output.</param>
    /// <param name="columns">Columns that a strip should have at most.</param>
    /// <param name="workers">Workers of the team.</param>
    public StripGrid(int planes, int height, int width, int columns, int workers)
    {
        this.height = height;
        this.width = width;
        across = (width + columns - 1) / columns;
        // Strips alike: a narrow one at the end would read almost as much as a wide one.
        StripWidth = Math.Min(width, ((width + across - 1) / across + Tile - 1) / Tile * Tile);
        across = (width + StripWidth - 1) / StripWidth;
        var wanted = (TasksPerWorker * workers + planes * across - 1) / (planes * across);
        along = Math.Clamp(wanted, 1, Math.Max(1, height / LeastHeight));
        TaskCount = planes * across * along;
    }

    public int TaskCount { get; }

    /// <summary>Columns of the widest strip.</summary>
    public int StripWidth { get; }

    public Strip this[int task]
    {
        get
        {
            var (plane, part) = Math.DivRem(task, across * along);
            var (row, column) = Math.DivRem(part, across);
            var (x, y) = (column * StripWidth, (int)((long)row * height / along));
            return new Strip(plane, x, y, Math.Min(StripWidth, width - x), (int)((row + 1L) * height / along) - y);
        }
    }
}

/// <summary>A rectangle of one plane of the output.</summary>
internal readonly record struct Strip(int Plane, int X, int Y, int Width, int Height);
