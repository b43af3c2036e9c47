using System.IO.Compression;

namespace StyleGanIlgpu.Numerics;

/// <summary>A .npz file: a zip of .npy arrays, stored or deflated. Nothing is read before it is asked for.</summary>
internal sealed class NpzReader : IDisposable
{
    // Deflate can't do better: 258 bytes from two bits.
    private const int LargestRatio = 1032;
    private const string Ending = ".npy";

    private readonly string source;
    private readonly ZipArchive zip;

    /// <param name="stream">The file, from its beginning; disposed with this.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="ModelFormatException">It isn't a zip, or is damaged.</exception>
    public NpzReader(Stream stream, string source)
    {
        this.source = source;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read);
            _ = zip.Entries.Count;
        }
        catch (InvalidDataException fault)
        {
            stream.Dispose();
            throw new ModelFormatException($"{source}: isn't a NumPy .npz file, or is damaged: {fault.Message}", fault);
        }
    }

    /// <summary>Names of the arrays, in the file's order.</summary>
    public IEnumerable<string> Names =>
        zip.Entries.Where(entry => entry.FullName.EndsWith(Ending, StringComparison.Ordinal)).Select(entry => entry.FullName[..^Ending.Length]);

    /// <summary>Reads an array whose header suits.</summary>
    /// <param name="name">The array's name.</param>
    /// <param name="check">Called with the header before any value is read; throws where it doesn't suit.</param>
    /// <returns>The values as float32, the last index running fastest.</returns>
    /// <exception cref="ModelFormatException">There is no such array, or it is damaged.</exception>
    public float[] Read(string name, Action<NpyHeader> check)
    {
        var entry = zip.GetEntry(name + Ending) ??
            throw new ModelFormatException($"{source}: has no array '{name}', found {Found()}.");
        if (entry.Length / LargestRatio > entry.CompressedLength)
            throw new ModelFormatException(
                $"{source}: array '{name}' is damaged: {entry.Length} bytes can't come from {entry.CompressedLength} compressed ones.");
        try
        {
            using var stream = new ChecksumStream(entry.Open());
            var reader = new NpyReader(stream, entry.Length, $"{source}: array '{name}'");
            check(reader.Header);
            var values = reader.ReadFloats();
            if (stream.Checksum != entry.Crc32)
                throw new ModelFormatException($"{source}: array '{name}' is damaged: its checksum is {stream.Checksum:x8}, expected {entry.Crc32:x8}.");
            return values;
        }
        catch (InvalidDataException fault)
        {
            throw new ModelFormatException($"{source}: array '{name}' is damaged: {fault.Message}", fault);
        }
    }

    public void Dispose() => zip.Dispose();

    private string Found()
    {
        const int Most = 8;
        var names = Names.Take(Most + 1).Select(name => $"'{name}'").ToArray();
        return names.Length switch
        {
            0 => "no array at all",
            > Most => $"{string.Join(", ", names[..Most])} and more",
            _ => string.Join(", ", names),
        };
    }

    /// <summary>Keeps the checksum of what is read through it.</summary>
    private sealed class ChecksumStream(Stream inner) : Stream
    {
        public uint Checksum { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> bytes)
        {
            var count = inner.Read(bytes);
            Checksum = Crc32.Append(Checksum, bytes[..count]);
            return count;
        }

        public override int Read(byte[] bytes, int offset, int count) => Read(bytes.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] bytes, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
