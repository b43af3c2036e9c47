using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace StyleGanIlgpu.Tests.Pictures;

/// <summary>Decodes the PNGs that the library writes, by the letter of ISO 15948, and fails on anything that isn't as it should be.</summary>
internal sealed class PngReader
{
    private readonly List<string> chunks = [];
    private readonly List<byte> data = [];
    private int channels;

    private PngReader()
    {
    }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Channels => channels;

    public byte[] Pixels { get; private set; } = [];

    /// <summary>Types of the chunks in order, and the filter of every row.</summary>
    public IReadOnlyList<string> Chunks => chunks;

    public List<int> Filters { get; } = [];

    public static PngReader Read(ReadOnlySpan<byte> file)
    {
        var reader = new PngReader();
        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], file[..8].ToArray());
        for (file = file[8..]; file.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file);
            var body = file.Slice(4, 4 + length);
            Assert.Equal(SlowCrc32(body), BinaryPrimitives.ReadUInt32BigEndian(file[(8 + length)..]));
            reader.Take(Encoding.ASCII.GetString(body[..4]), body[4..]);
            file = file[(12 + length)..];
        }
        Assert.Equal("IHDR", reader.chunks[0]);
        Assert.Equal("IEND", reader.chunks[^1]);
        reader.Unfilter();
        return reader;
    }

    private void Take(string type, ReadOnlySpan<byte> body)
    {
        chunks.Add(type);
        if (type == "IHDR")
        {
            Width = BinaryPrimitives.ReadInt32BigEndian(body);
            Height = BinaryPrimitives.ReadInt32BigEndian(body[4..]);
            channels = body[9] switch { 0 => 1, 2 => 3, var other => throw new InvalidDataException($"colour type {other}") };
            Assert.Equal([8, body[9], 0, 0, 0], body[8..].ToArray());
        }
        else if (type == "IDAT")
        {
            data.AddRange(body);
        }
    }

    private void Unfilter()
    {
        // ZLibStream checks the Adler-32 at the end.
        using var inflated = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        var rowBytes = Width * channels;
        Pixels = new byte[Height * rowBytes];
        var row = new byte[1 + rowBytes];
        for (var y = 0; y < Height; y++)
        {
            inflated.ReadExactly(row);
            Filters.Add(row[0]);
            for (var i = 0; i < rowBytes; i++)
            {
                var a = i < channels ? 0 : Pixels[y * rowBytes + i - channels];
                var b = y == 0 ? 0 : Pixels[(y - 1) * rowBytes + i];
                var c = i < channels || y == 0 ? 0 : Pixels[(y - 1) * rowBytes + i - channels];
                Pixels[y * rowBytes + i] = (byte)(row[1 + i] + Predict(row[0], a, b, c));
            }
        }
        Assert.Equal(-1, inflated.ReadByte());
    }

    /// <summary>A filter's prediction from the left, the upper and the upper left neighbour.</summary>
    public static int Predict(int filter, int a, int b, int c)
    {
        var p = a + b - c;
        var (pa, pb, pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        return filter switch
        {
            0 => 0,
            1 => a,
            2 => b,
            3 => (a + b) / 2,
            4 => pa <= pb && pa <= pc ? a : pb <= pc ? b : c,
            _ => throw new InvalidDataException($"filter {filter}"),
        };
    }

    private static uint SlowCrc32(ReadOnlySpan<byte> bytes)
    {
        var remainder = ~0u;
        foreach (var value in bytes)
        {
            remainder ^= value;
            for (var bit = 0; bit < 8; bit++)
                remainder = (remainder >> 1) ^ ((remainder & 1) * 0xedb88320u);
        }
        return ~remainder;
    }
}
