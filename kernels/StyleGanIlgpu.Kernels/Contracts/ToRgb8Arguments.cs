namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>ToRgb8Kernel</c> takes.</summary>
partial struct ToRgb8Arguments
{
    /// <summary>Maps [pixels of all samples, Quads].</summary>
    public DeviceQuads Input;

    /// <summary>Bytes [pixels of all samples, Channels].</summary>
    public DeviceBytes Output;

    /// <summary>The same bytes by words, for the whole words of it.</summary>
    public DeviceInts OutputWords;

    /// <summary>Pixels of a sample.</summary>
    public int Pixels;

    /// <summary>Quads of a pixel.</summary>
    public int Quads;

    /// <summary>Channels, the filling of the last quad left out.</summary>
    public int Channels;

    /// <summary>0: x * 127.5 + 128; 1: (x + 1) * 255 / 2.</summary>
    public int Rule;

    /// <summary>Pixels of a group, which is also its threads: a multiple of 4, so that every tile begins with a word.</summary>
    public const int TilePixels = 256;

    /// <summary>A group a run of pixels.</summary>
    public static KernelLaunch Launch(int pixels, int channels) =>
        new("to_rgb8", new Extent(Extent.Cover(pixels, TilePixels)), new Extent(TilePixels), TilePixels * channels);
}
