using System.Buffers.Binary;
using System.IO.Compression;

namespace StyleGanIlgpu.Pictures;

/// <summary>
/// Writes 8-bit PNG (ISO 15948), grey or RGB, not interlaced, without any colour chunk, so that viewers take it as sRGB and programs as it is.
/// Filters are chosen row by row.
/// </summary>
internal static class PngWriter
{
    private const int HeaderLength = 13;
    private const byte BitDepth = 8;
    private const byte Grey = 0;
    private const byte Rgb = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Writes a picture; the stream isn't closed.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="pixels">[height, width, channels].</param>
    public static void Write(Stream stream, int width, int height, int channels, ReadOnlySpan<byte> pixels)
    {
        stream.Write(Signature);
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = BitDepth;
        header[9] = channels == 1 ? Grey : Rgb;
        PngChunk.Write(stream, "IHDR"u8, header);

        var rowBytes = width * channels;
        var filters = new PngFilters(rowBytes, channels);
        using (var chunks = new PngDataStream(stream))
        using (var deflated = new ZLibStream(chunks, Compression))
        {
            for (var y = 0; y < height; y++)
                deflated.Write(filters.Next(pixels.Slice(y * rowBytes, rowBytes)));
        }
        PngChunk.Write(stream, "IEND"u8, []);
    }

    // Filtered photographs hold next to no repeats but runs. Searching for runs only makes them as small as level 6 does, in a fifth of its time.
    private static ZLibCompressionOptions Compression => new()
    {
        CompressionLevel = 1,
        CompressionStrategy = ZLibCompressionStrategy.RunLengthEncoding,
    };
}
