namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// The up-filter as products with a band of taps. Eight neighbouring raised positions of two neighbouring raised rows meet six rows of eight
/// inputs, and where they meet a ninth the last four of them have a product of their own for it.
/// </summary>
internal interface IUpBand
{
    static abstract int Up { get; }

    /// <summary>Loads of a warp that a row of the input takes, 16 positions each.</summary>
    static abstract int Items { get; }

    /// <summary>Input columns under 32 outputs.</summary>
    static abstract int Columns { get; }

    /// <summary>Pairs of raised rows that the same six rows of the input make.</summary>
    static abstract int Pairs { get; }

    /// <summary>Quads a lane of the taps of a pair of rows.</summary>
    static abstract int Quads { get; }

    /// <summary>Whether there is a ninth input.</summary>
    static abstract bool HasNinth { get; }

    /// <summary>Whether a pair's first row opens an output row and its second completes one; else the other way round.</summary>
    static abstract bool OpensFirst { get; }

    /// <summary>Output rows, that are none, before the first of a run.</summary>
    static abstract int RowsBefore { get; }
}
