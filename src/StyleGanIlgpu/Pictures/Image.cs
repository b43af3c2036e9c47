namespace StyleGanIlgpu.Pictures;

/// <summary>A picture of interleaved bytes.</summary>
public sealed class Image : IDisposable
{
    private readonly byte[] pixels;

    /// <summary>Takes bytes as a picture; they aren't copied.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">3 for RGB, 1 for grey.</param>
    /// <param name="pixels">Interleaved bytes [height, width, channels].</param>
    /// <exception cref="ArgumentException">The length doesn't fit.</exception>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != checked(width * height * channels))
            throw new ArgumentException($"{pixels.Length} bytes, expected {width} x {height} x {channels}.", nameof(pixels));
        (Width, Height, Channels, this.pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>3 for RGB, 1 for grey.</summary>
    public int Channels { get; }

    /// <summary>Interleaved bytes [height, width, channels].</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>Does nothing yet; call it, since pictures may come from pooled memory.</summary>
    public void Dispose()
    {
    }
}
