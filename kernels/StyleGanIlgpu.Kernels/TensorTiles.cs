namespace StyleGanIlgpu.Kernels;

/// <summary>The tile of a group of <see cref="TensorConvolutionKernel{TTile, TArithmetic, TStaging}"/>: warps side by side, each with 32 output channels.</summary>
internal interface ITensorTile
{
    /// <summary>Sixteens of pixels of a warp: 2 or 4.</summary>
    static abstract int RowTiles { get; }

    /// <summary>Warps along the pixels.</summary>
    static abstract int PixelWarps { get; }

    /// <summary>Warps along the output channels.</summary>
    static abstract int ChannelWarps { get; }
}

/// <summary>128 pixels x 128 channels, a warp 64 x 32: eight warps on the same pixels, wherever there are enough of them.</summary>
internal readonly struct TensorTile128x128 : ITensorTile
{
    public static int RowTiles => 4;

    public static int PixelWarps => 2;

    public static int ChannelWarps => 4;
}

/// <summary>128 pixels x 64 channels, a warp 64 x 32: for fewer channels.</summary>
internal readonly struct TensorTile128x64 : ITensorTile
{
    public static int RowTiles => 4;

    public static int PixelWarps => 2;

    public static int ChannelWarps => 2;
}

/// <summary>128 pixels x 32 channels, a warp 32 x 32: for the large maps, which have few channels.</summary>
internal readonly struct TensorTile128x32 : ITensorTile
{
    public static int RowTiles => 2;

    public static int PixelWarps => 4;

    public static int ChannelWarps => 1;
}

/// <summary>64 pixels x 64 channels, a warp 32 x 32: for maps of which larger tiles would make too few groups or overhang too far.</summary>
internal readonly struct TensorTile64x64 : ITensorTile
{
    public static int RowTiles => 2;

    public static int PixelWarps => 2;

    public static int ChannelWarps => 2;
}

/// <summary>32 pixels x 128 channels, a warp 32 x 32: for the smallest maps, whose time is that of reading the weights.</summary>
internal readonly struct TensorTile32x128 : ITensorTile
{
    public static int RowTiles => 2;

    public static int PixelWarps => 1;

    public static int ChannelWarps => 4;
}
