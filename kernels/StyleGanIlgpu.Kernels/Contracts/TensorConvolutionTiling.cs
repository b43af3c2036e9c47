namespace StyleGanIlgpu.Kernels;

/// <summary>How <c>TensorConvolutionKernel</c> cuts a shape into groups.</summary>
partial struct TensorConvolutionTiling
{
    /// <summary>Tiles of a row of places.</summary>
    public int TileColumns;

    /// <summary>Binary logarithm of the places of a row of a tile.</summary>
    public int WidthBits;

    /// <summary>Pixels from one row of a tile, with its margins, to the next.</summary>
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
