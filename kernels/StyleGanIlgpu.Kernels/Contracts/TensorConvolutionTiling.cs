namespace StyleGanIlgpu.Kernels;

/// <summary>
/// How <c>TensorConvolutionKernel</c> cuts a shape into groups: the places of a phase into strips of columns, and a strip, row by row, into runs of
/// a tile's pixels.
/// </summary>
partial struct TensorConvolutionTiling
{
    /// <summary>Places of a row of a strip.</summary>
    public int Width;

    /// <summary>Strips; groups that are neighbours along x are neighbours across.</summary>
    public int Strips;

    /// <summary>Pixels from one row of a tile with its margins to the next.</summary>
    public int Pitch;

    /// <summary>Pixels of a tile with its margins, in whole eights.</summary>
    public int HaloPixels;

    /// <summary>Blocks of channels that are there or on their way.</summary>
    public int PixelBuffers;

    /// <summary>Taps of the largest phase.</summary>
    public int Taps;

    /// <summary>Groups that share the sum of a tile, each with a slice of it.</summary>
    public int Slices;
}
