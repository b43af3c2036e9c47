namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// Where the sums and the input samples of one task lie. Places are counted along rows of the input tile, its margins included, so that
/// neighbouring places are always one pixel apart and the kernel runs through all rows at once; the places in the margins hold nothing.
/// </summary>
internal readonly struct SumGrid
{
    private readonly int firstRow;
    private readonly int firstColumn;

    public SumGrid(ConvolutionGeometry g, in ConvolutionTask part)
    {
        (WindowRows, WindowColumns) = (g.Y.Window(part.Rows), g.X.Window(part.Columns));
        (SumRows, SumColumns) = (g.Y.Sums(WindowRows), g.X.Sums(WindowColumns));
        (firstRow, firstColumn) = (SumRows.Begin / g.Step, SumColumns.Begin / g.Step);
        TileRows = new Extent(firstRow + g.Y.LeastOffset, (SumRows.End + g.Step - 1) / g.Step + g.Y.GreatestOffset);
        TileColumns = new Extent(firstColumn + g.X.LeastOffset, (SumColumns.End + g.Step - 1) / g.Step + g.X.GreatestOffset);
    }

    /// <summary>Rows of sums under the filter, those beyond the map among them. Without a filter, the outputs.</summary>
    public Extent WindowRows { get; }

    public Extent WindowColumns { get; }

    /// <summary>Rows of sums that are computed.</summary>
    public Extent SumRows { get; }

    public Extent SumColumns { get; }

    /// <summary>Rows of the input that the sums need.</summary>
    public Extent TileRows { get; }

    public Extent TileColumns { get; }

    /// <summary>The first place of a phase, and how many follow up to its last.</summary>
    public (int First, int Count) Run(ConvolutionGeometry g, TapPhase phase)
    {
        var (rows, columns) = (g.Y.Places(SumRows, phase.Y), g.X.Places(SumColumns, phase.X));
        if (rows.Length == 0 || columns.Length == 0)
            return (0, 0);
        var width = TileColumns.Length;
        return ((rows.Begin - firstRow) * width + columns.Begin - firstColumn, (rows.Length - 1) * width + columns.Length);
    }

    /// <summary>The offset of a row's first sum, in pixels of its plane.</summary>
    /// <param name="place">The row as a place of its phase.</param>
    /// <param name="step">Sums between neighbouring places.</param>
    public nint RowStart(int place, int step) => (nint)(place - firstRow) * TileColumns.Length * step + (SumColumns.Begin - firstColumn * step);

    /// <summary>Offsets of all taps from the place of their sum, in floats of the input tile.</summary>
    public unsafe void WriteTapOffsets(ConvolutionGeometry g, int* offsets)
    {
        foreach (var phase in g.Phases)
        {
            foreach (var tap in phase.Taps)
                *offsets++ = ((tap.Dy - g.Y.LeastOffset) * TileColumns.Length + tap.Dx - g.X.LeastOffset) * SimdLevel.Lanes;
        }
    }
}
