using System.Buffers;

namespace StyleGanIlgpu.Pictures;

/// <summary>
/// A picture of interleaved 8-bit pixels, RGB or grey, in pooled memory: dispose it when it is done with, so that the next one takes its place.
/// Reading from several threads is safe; disposing while another thread reads is not.
/// </summary>
/// <remarks>
/// The pixels go to other libraries as they are: ImageSharp's <c>Image.LoadPixelData&lt;Rgb24&gt;(image.AsRgb24(), image.Width, image.Height)</c>,
/// or any other that takes rows of R, G, B bytes without padding.
/// </remarks>
public sealed class Image : IDisposable
{
    /// <summary>The most pixels in a row or a column.</summary>
    public const int LargestSide = 1 << 16;

    private readonly int length;
    private byte[]? pixels;
    private byte[]? expanded;

    /// <summary>A copy of some pixels as a picture.</summary>
    /// <param name="width">Pixels in a row, 1 to <see cref="LargestSide"/>.</param>
    /// <param name="height">Rows, 1 to <see cref="LargestSide"/>.</param>
    /// <param name="channels">3 for RGB, 1 for grey.</param>
    /// <param name="pixels">Interleaved bytes [height, width, channels], rows from the top, without padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or the number of channels is out of range, or the picture is above 2 GB.</exception>
    /// <exception cref="ArgumentException">The number of bytes isn't that of the picture.</exception>
    public Image(int width, int height, int channels, ReadOnlySpan<byte> pixels)
        : this(width, height, channels)
    {
        if (pixels.Length != length)
        {
            Dispose();
            throw new ArgumentException($"{pixels.Length} bytes, expected {width} x {height} x {channels} = {length}.", nameof(pixels));
        }
        pixels.CopyTo(Writable);
    }

    /// <summary>A picture whose pixels are whatever the memory held; its maker fills <see cref="Writable"/>.</summary>
    internal Image(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, LargestSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, LargestSide);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 channel or 3.");
        if ((long)width * height * channels > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(height), height, $"A picture of {width} x {height} x {channels} is above {Array.MaxLength} bytes.");
        (Width, Height, Channels) = (width, height, channels);
        length = width * height * channels;
        pixels = ArrayPool<byte>.Shared.Rent(length);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>3 for RGB, 1 for grey.</summary>
    public int Channels { get; }

    /// <summary>Interleaved bytes [height, width, channels], rows from the top, without padding; not to be used after <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    public ReadOnlySpan<byte> Pixels => Writable;

    internal Span<byte> Writable => Held().AsSpan(0, length);

    /// <summary>
    /// R, G, B bytes [height, width, 3], rows from the top, without padding. For an RGB picture this is <see cref="Pixels"/> itself;
    /// for a grey one it is a copy with every value three times, made on the first call. Not to be used after <see cref="Dispose"/>.
    /// </summary>
    /// <returns>3 * width * height bytes.</returns>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    public ReadOnlySpan<byte> AsRgb24()
    {
        var grey = Held();
        if (Channels == 3)
            return Pixels;
        var copy = expanded;
        if (copy is null)
        {
            copy = new byte[checked(3 * length)];
            for (var i = 0; i < length; i++)
                copy.AsSpan(3 * i, 3).Fill(grey[i]);
            expanded = copy;
        }
        return copy;
    }

    /// <summary>Writes the picture as PNG, whatever the file is called; it appears whole or not at all.</summary>
    /// <param name="path">The file to write, in a folder that exists; an existing file is replaced.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _ = Held();
        WholeFile.Write(path, Save);
    }

    /// <summary>Writes the picture as PNG: 8 bits a channel, RGB or grey.</summary>
    /// <param name="stream">Receives the file; it isn't closed.</param>
    /// <exception cref="IOException">The stream can't be written.</exception>
    /// <exception cref="ObjectDisposedException">The picture is disposed.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        PngWriter.Write(stream, Width, Height, Channels, Pixels);
    }

    /// <summary>Gives the memory back; spans taken from the picture must not be used any more. A second call does nothing.</summary>
    public void Dispose()
    {
        expanded = null;
        if (Interlocked.Exchange(ref pixels, null) is { } held)
            ArrayPool<byte>.Shared.Return(held);
    }

    private byte[] Held() => pixels ?? throw new ObjectDisposedException(nameof(Image));
}
