namespace StyleGanIlgpu.Kernels;

/// <summary>Up to eight rows of one matrix: what a group of <c>RowProductKernel</c> computes. One sector of memory.</summary>
partial struct RowTile
{
    /// <summary>First quad of the weights of the first row; the others follow.</summary>
    public int Weights;

    /// <summary>Rows of this tile, at most <see cref="Rows"/>.</summary>
    public int Count;

    /// <summary>Floats of a row.</summary>
    public int Inputs;

    /// <summary>First input within the row of a sample.</summary>
    public int Input;

    /// <summary>First output within the row of a sample.</summary>
    public int Output;

    /// <summary>The first row's constant; the others' follow.</summary>
    public int Constants;

    /// <summary>Fill the sector.</summary>
    public int Unused0;

    /// <summary>Fills the record up to 32 bytes.</summary>
    public int Unused1;

    /// <summary>Rows of a group.</summary>
    public const int Rows = 8;

    /// <summary>Ints of a tile.</summary>
    public const int Length = 8;
}
