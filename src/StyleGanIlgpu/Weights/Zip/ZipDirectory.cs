using System.Buffers.Binary;
using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Zip;

/// <summary>
/// The entries of a zip archive, viewed where they lie: nothing is unpacked or copied. Readers of zips differ in which of two contradicting
/// statements they believe, so contradictions are refused: what is read here is what every other reader would read.
/// </summary>
internal sealed class ZipDirectory
{
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);

    private ZipDirectory()
    {
    }

    /// <summary>All entries, in the order of the directory.</summary>
    public IEnumerable<ZipEntry> Entries => _entries.Values;

    /// <summary>The entry of a name, or null.</summary>
    public ZipEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Whether a file is an archive, or a damaged one: it starts with an entry, or with the end of an empty archive.</summary>
    public static bool StartsLikeOne(ReadOnlySpan<byte> head) => head is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..];

    /// <exception cref="ModelFormatException">The archive is damaged, or contradicts itself.</exception>
    public static ZipDirectory Read(ByteSource file, string source)
    {
        var end = ZipEnd.Find(file, source);
        var directory = new ZipDirectory();
        var extents = new List<(long Start, long End, string Name)>(end.Count);
        var position = end.Offset;
        for (var i = 0; i < end.Count; i++)
            extents.Add(directory.Add(file, ref position, end, source));
        if (position != end.Offset + end.Size)
            throw ZipFault.Of(source, $"its directory is said to be {end.Size} bytes long, its {end.Count} entries take {position - end.Offset}");

        extents.Sort();
        for (var i = 1; i < extents.Count; i++)
        {
            if (extents[i].Start < extents[i - 1].End)
                throw ZipFault.Of(source, $"the entries '{extents[i - 1].Name}' and '{extents[i].Name}' overlap");
        }

        return directory;
    }

    private (long Start, long End, string Name) Add(ByteSource file, ref long position, ZipEnd end, string source)
    {
        var left = end.Offset + end.Size - position;
        if (left < ZipHeader.DirectoryBytes)
            throw ZipFault.Of(source, $"its directory ends within an entry, after {_entries.Count} of {end.Count}");
        var header = file.Span(position, ZipHeader.DirectoryBytes);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        var length = ZipHeader.DirectoryBytes + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        if (!header.StartsWith("PK\u0001\u0002"u8) || left < length)
            throw ZipFault.Of(source, $"entry {_entries.Count + 1} of {end.Count} is missing in its directory");
        var nameBytes = file.Span(position + ZipHeader.DirectoryBytes, nameLength);
        var name = ZipNames.Decode(nameBytes);
        if (!ZipNames.IsSafe(name))
            throw ZipFault.Of(source, $"an entry is named '{name}', expected a path without '..', backslashes or a root");
        if (!ZipHeader.TryReadDirectory(header, file.Span(position + ZipHeader.DirectoryBytes + nameLength, extraLength), out var stated))
            throw ZipFault.Of(source, $"the ZIP64 field of entry '{name}' contradicts its other fields");
        position += length;

        var data = Locate(file, stated, nameBytes, name, end, source);
        if (!_entries.TryAdd(name, new ZipEntry(name, data, stated.Packing)))
            throw ZipFault.Of(source, $"it holds two entries named '{name}'");
        return ((long)stated.Offset, data.Offset + data.Length, name);
    }

    // The entry's own header, which must say what the directory says, and the bytes after it.
    private static ByteSlice Locate(ByteSource file, ZipHeader stated, ReadOnlySpan<byte> nameBytes, string name, ZipEnd end, string source)
    {
        // All entries lie before the directory.
        if (end.Offset < ZipHeader.LocalBytes || stated.Offset > (ulong)(end.Offset - ZipHeader.LocalBytes))
            throw ZipFault.Of(source, $"entry '{name}' is said to start at byte {stated.Offset}, where its directory begins at {end.Offset}");
        var offset = (long)stated.Offset;
        var header = file.Span(offset, ZipHeader.LocalBytes);
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        var start = offset + ZipHeader.LocalBytes + nameLength + extraLength;
        if (!header.StartsWith("PK\u0003\u0004"u8) || start > end.Offset)
            throw ZipFault.Of(source, $"entry '{name}' is missing at byte {offset}");
        if (stated.PackedSize > (ulong)(end.Offset - start))
            throw ZipFault.Of(source, $"entry '{name}' is said to take {stated.PackedSize} bytes from byte {start}, where its directory begins at {end.Offset}");
        if (stated.Packing is null && stated.PackedSize != stated.Size)
            throw ZipFault.Of(source, $"entry '{name}' is stored in {stated.PackedSize} bytes, but said to hold {stated.Size}");

        var isRead = ZipHeader.TryReadLocal(header, file.Span(offset + ZipHeader.LocalBytes + nameLength, extraLength), out var local);
        var isNamed = file.Span(offset + ZipHeader.LocalBytes, nameLength).SequenceEqual(nameBytes);
        var hasSizes = !local.SizesFollow || local.Size != 0 || local.PackedSize != 0;
        if (!isRead || !isNamed || local.Method != stated.Method || local.IsEncrypted != stated.IsEncrypted
            || (hasSizes && (local.Size != stated.Size || local.PackedSize != stated.PackedSize)))
        {
            throw ZipFault.Of(source, $"the header of entry '{name}' at byte {offset} contradicts the directory");
        }

        return file.All.Slice(start, (long)stated.PackedSize);
    }
}
