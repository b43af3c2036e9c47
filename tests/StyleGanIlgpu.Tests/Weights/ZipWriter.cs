using System.Text;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Zip archives with every field open to lies. Left alone, they are as PyTorch writes them: stored, sizes in the directory only.</summary>
internal sealed class ZipWriter
{
    private readonly List<Entry> _entries = [];

    /// <summary>What an entry says; null fields say the truth.</summary>
    internal sealed record Entry(string Name, byte[] Content)
    {
        public ushort Method { get; init; }

        public ushort Flags { get; init; } = 0x808;

        public ushort? LocalMethod { get; init; }

        public ushort? LocalFlags { get; init; }

        public string? LocalName { get; init; }

        public (uint Packed, uint Size)? LocalSizes { get; init; }

        public byte[] LocalExtra { get; init; } = [];

        public uint? PackedSize { get; init; }

        public uint? Size { get; init; }

        public uint? Offset { get; init; }

        public byte[] Extra { get; init; } = [];
    }

    /// <summary>What the end records say.</summary>
    public Func<EndFields, EndFields> End { get; init; } = fields => fields;

    /// <summary>What the ZIP64 record says; it is written where this is set.</summary>
    public Func<EndFields, EndFields>? End64 { get; init; }

    public ulong? Locator { get; init; }

    public byte[] Comment { get; init; } = [];

    /// <summary>Bytes between the entries and the directory.</summary>
    public byte[] Gap { get; init; } = [];

    internal readonly record struct EndFields(ulong Disk, ulong OnDisk, ulong Count, ulong Size, ulong Offset);

    public ZipWriter Add(string name, byte[] content) => Add(new Entry(name, content));

    public ZipWriter Add(Entry entry)
    {
        _entries.Add(entry);
        return this;
    }

    /// <summary>Changes the entry that was added last.</summary>
    public ZipWriter But(Func<Entry, Entry> change)
    {
        _entries[^1] = change(_entries[^1]);
        return this;
    }

    /// <summary>An extra field of 64-bit numbers.</summary>
    public static byte[] Zip64(params ulong[] values) => Extra(1, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Extra(ushort id, byte[] content) => [.. BitConverter.GetBytes(id), .. BitConverter.GetBytes((ushort)content.Length), .. content];

    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var offsets = new List<uint>();
        foreach (var entry in _entries)
        {
            offsets.Add((uint)stream.Position);
            var name = Encoding.UTF8.GetBytes(entry.LocalName ?? entry.Name);
            writer.Write("PK\u0003\u0004"u8);
            writer.Write((ushort)0);
            writer.Write(entry.LocalFlags ?? entry.Flags);
            writer.Write(entry.LocalMethod ?? entry.Method);
            writer.Write(new byte[8]);
            writer.Write(entry.LocalSizes?.Packed ?? 0);
            writer.Write(entry.LocalSizes?.Size ?? 0);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)entry.LocalExtra.Length);
            writer.Write(name);
            writer.Write(entry.LocalExtra);
            writer.Write(entry.Content);
        }

        writer.Write(Gap);
        var start = (ulong)stream.Position;
        foreach (var (entry, offset) in _entries.Zip(offsets))
        {
            var name = Encoding.UTF8.GetBytes(entry.Name);
            writer.Write("PK\u0001\u0002"u8);
            writer.Write(new byte[4]);
            writer.Write(entry.Flags);
            writer.Write(entry.Method);
            writer.Write(new byte[8]);
            writer.Write(entry.PackedSize ?? (uint)entry.Content.Length);
            writer.Write(entry.Size ?? (uint)entry.Content.Length);
            writer.Write((ushort)name.Length);
            writer.Write((ushort)entry.Extra.Length);
            writer.Write(new byte[10]);
            writer.Write(entry.Offset ?? offset);
            writer.Write(name);
            writer.Write(entry.Extra);
        }

        var truth = new EndFields(0, (ulong)_entries.Count, (ulong)_entries.Count, (ulong)stream.Position - start, start);
        var position = (ulong)stream.Position;
        if (End64 is not null)
        {
            var said = End64(truth);
            writer.Write("PK\u0006\u0006"u8);
            writer.Write(44UL);
            writer.Write(new byte[4]);
            writer.Write((uint)said.Disk);
            writer.Write((uint)said.Disk);
            foreach (var value in (ulong[])[said.OnDisk, said.Count, said.Size, said.Offset])
                writer.Write(value);
            writer.Write("PK\u0006\u0007"u8);
            writer.Write(0U);
            writer.Write(Locator ?? position);
            writer.Write(1U);
        }

        var end = End(truth);
        writer.Write("PK\u0005\u0006"u8);
        writer.Write((ushort)end.Disk);
        writer.Write((ushort)end.Disk);
        writer.Write((ushort)end.OnDisk);
        writer.Write((ushort)end.Count);
        writer.Write((uint)end.Size);
        writer.Write((uint)end.Offset);
        writer.Write((ushort)Comment.Length);
        writer.Write(Comment);
        return stream.ToArray();
    }
}
