using System.Buffers.Binary;
using System.Text;

namespace StyleGanIlgpu.Numerics;

/// <summary>
/// Reads one array in NumPy's .npy format, versions 1 to 3: first what it is, then, if that is as wanted, its values. The length of the file
/// is checked against the header before memory is taken.
/// </summary>
internal sealed class NpyReader
{
    private const int ChunkElements = 1 << 13;
    // NumPy's own limit for files that it doesn't trust.
    private const int LargestHeader = 10_000;

    private readonly Stream stream;
    private readonly string source;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the beginning of the array; it isn't closed.</param>
    /// <param name="length">Bytes of the array, header included.</param>
    /// <param name="source">For messages: the file, and the array's name in it.</param>
    /// <exception cref="ModelFormatException">It isn't an array, is damaged, or is of a kind that isn't supported.</exception>
    public NpyReader(Stream stream, long length, string source)
    {
        (this.stream, this.source) = (stream, source);
        Span<byte> start = stackalloc byte[12];
        Read(start[..10]);
        if (!start.StartsWith(Magic))
            throw new ModelFormatException($"{source}: isn't a NumPy array, expected a .npy file.");
        var version = start[6];
        if (version is < 1 or > 3)
            throw new ModelFormatException($"{source}: is a NumPy array of format version {version}, expected 1 to 3.");
        long headerLength = BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        var startLength = 10;
        if (version > 1)
        {
            Read(start[10..]);
            headerLength = BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
            startLength = 12;
        }
        if (headerLength > LargestHeader)
            throw new ModelFormatException($"{source}: has a header of {headerLength} bytes, expected at most {LargestHeader}.");
        var header = new byte[headerLength];
        Read(header);
        Header = Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header));
        var found = length - startLength - headerLength;
        if (found != Header.DataBytes)
            throw new ModelFormatException($"{source}: holds {found} bytes of values, expected {Header.DataBytes} for {Header}.");
    }

    /// <summary>What the array is.</summary>
    public NpyHeader Header { get; }

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the values, each rounded to float32, the last index running fastest. Once only.</summary>
    /// <exception cref="ModelFormatException">The file ends too early.</exception>
    public float[] ReadFloats()
    {
        var values = new float[Header.Length];
        var size = Header.ElementBytes;
        var chunk = new byte[Math.Min(ChunkElements, values.Length) * size];
        for (var first = 0; first < values.Length; first += ChunkElements)
        {
            var part = values.AsSpan(first, Math.Min(ChunkElements, values.Length - first));
            var bytes = chunk.AsSpan(0, part.Length * size);
            Read(bytes);
            if (Header.IsBigEndian != !BitConverter.IsLittleEndian)
            {
                for (var i = 0; i < bytes.Length; i += size)
                    bytes.Slice(i, size).Reverse();
            }
            Convert(bytes, part);
        }
        return Header.IsFortran && Header.Shape.Length > 1 ? InRowMajorOrder(values) : values;
    }

    private void Convert(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        var size = Header.ElementBytes;
        for (var i = 0; i < values.Length; i++)
        {
            var element = bytes.Slice(i * size, size);
            values[i] = Header.Element switch
            {
                "f2" => (float)BitConverter.ToHalf(element),
                "f4" => BitConverter.ToSingle(element),
                "f8" => (float)BitConverter.ToDouble(element),
                "i4" => BitConverter.ToInt32(element),
                "i8" => BitConverter.ToInt64(element),
                "b1" => element[0] == 0 ? 0 : 1,
                _ => element[0],
            };
        }
    }

    private float[] InRowMajorOrder(float[] values)
    {
        var shape = Header.Shape;
        var ordered = new float[values.Length];
        var index = new int[shape.Length];
        foreach (ref var value in ordered.AsSpan())
        {
            var place = 0;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
                place = place * shape[axis] + index[axis];
            value = values[place];
            for (var axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }
        return ordered;
    }

    private NpyHeader Parse(string text)
    {
        try
        {
            return NpyHeader.Parse(text);
        }
        catch (FormatException fault)
        {
            throw new ModelFormatException($"{source}: has {fault.Message}.", fault);
        }
    }

    private void Read(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new ModelFormatException($"{source}: ends in the middle of an array.");
    }
}
