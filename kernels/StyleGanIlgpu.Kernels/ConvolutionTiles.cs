namespace StyleGanIlgpu.Kernels;

/// <summary>The tile of a group of <see cref="ConvolutionKernel{TTile, TInput}"/>.</summary>
internal interface IConvolutionTile
{
    /// <summary>Quads of pixels of a thread: 1 or 2.</summary>
    static abstract int PixelQuads { get; }

    /// <summary>Quads of channels of a thread: 1 or 2.</summary>
    static abstract int ChannelQuads { get; }

    /// <summary>Threads along the pixels; along the channels there are 8.</summary>
    static abstract int PixelThreads { get; }

    /// <summary>Parts that the sum is cut into, each with threads of its own; only where a thread has one quad of each.</summary>
    static abstract int Slices { get; }
}

/// <summary>128 pixels x 64 channels, 8 x 8 a thread: wherever there are enough of them.</summary>
internal readonly struct Tile128x64 : IConvolutionTile
{
    public static int PixelQuads => 2;

    public static int ChannelQuads => 2;

    public static int PixelThreads => 16;

    public static int Slices => 1;
}

/// <summary>128 pixels x 32 channels, 8 x 4 a thread: for the large maps, which have few channels.</summary>
internal readonly struct Tile128x32 : IConvolutionTile
{
    public static int PixelQuads => 2;

    public static int ChannelQuads => 1;

    public static int PixelThreads => 16;

    public static int Slices => 1;
}

/// <summary>32 pixels x 32 channels, 4 x 4 a thread: for small maps, of which larger tiles would make too few groups.</summary>
internal readonly struct Tile32x32 : IConvolutionTile
{
    public static int PixelQuads => 1;

    public static int ChannelQuads => 1;

    public static int PixelThreads => 8;

    public static int Slices => 1;
}

/// <summary>The same, the sum in four slices: for the smallest maps, whose few groups would keep their multiprocessors waiting.</summary>
internal readonly struct Tile32x32Sliced : IConvolutionTile
{
    public static int PixelQuads => 1;

    public static int ChannelQuads => 1;

    public static int PixelThreads => 8;

    public static int Slices => 4;
}
