using static System.Buffers.Binary.BinaryPrimitives;

namespace StyleGanIlgpu.Weights.Zip;

/// <summary>The numbers of an end record, of 32 or 64 bits, as they are stated.</summary>
internal readonly record struct ZipEndRecord(ulong Disk, ulong DirectoryDisk, ulong OnDisk, ulong Count, ulong Size, ulong Offset)
{
    public const int Bytes32 = 22;
    public const int Bytes64 = 56;

    /// <summary>Whether the archive is one file.</summary>
    public bool IsWhole => Disk == 0 && DirectoryDisk == 0 && OnDisk == Count;

    public static ZipEndRecord Read32(ReadOnlySpan<byte> record) => new(
        ReadUInt16LittleEndian(record[4..]),
        ReadUInt16LittleEndian(record[6..]),
        ReadUInt16LittleEndian(record[8..]),
        ReadUInt16LittleEndian(record[10..]),
        ReadUInt32LittleEndian(record[12..]),
        ReadUInt32LittleEndian(record[16..]));

    public static ZipEndRecord Read64(ReadOnlySpan<byte> record) => new(
        ReadUInt32LittleEndian(record[16..]),
        ReadUInt32LittleEndian(record[20..]),
        ReadUInt64LittleEndian(record[24..]),
        ReadUInt64LittleEndian(record[32..]),
        ReadUInt64LittleEndian(record[40..]),
        ReadUInt64LittleEndian(record[48..]));

    public static int CommentLength(ReadOnlySpan<byte> record32) => ReadUInt16LittleEndian(record32[20..]);

    /// <summary>Bytes of a ZIP64 record; it leaves its first twelve out of its own count. 0 where that overflows.</summary>
    public static ulong Length64(ReadOnlySpan<byte> record64) =>
        ReadUInt64LittleEndian(record64[4..]) is var length && length <= long.MaxValue ? length + 12 : 0;

    /// <summary>Where a locator says that the ZIP64 record is.</summary>
    public static ulong PositionIn(ReadOnlySpan<byte> locator) => ReadUInt64LittleEndian(locator[8..]);

    /// <summary>Whether a record of 32 bits agrees with one of 64: its numbers are the same, or all ones, for "look there".</summary>
    public bool MayStandFor(ZipEndRecord other) =>
        Agree(Disk, other.Disk, ushort.MaxValue) && Agree(DirectoryDisk, other.DirectoryDisk, ushort.MaxValue)
        && Agree(OnDisk, other.OnDisk, ushort.MaxValue) && Agree(Count, other.Count, ushort.MaxValue)
        && Agree(Size, other.Size, uint.MaxValue) && Agree(Offset, other.Offset, uint.MaxValue);

    public override string ToString() => $"{Count} entries, {Size} bytes at {Offset}";

    private static bool Agree(ulong stated, ulong value, ulong ones) => stated == ones || stated == value;
}
