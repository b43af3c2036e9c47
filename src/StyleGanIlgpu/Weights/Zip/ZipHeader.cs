using static System.Buffers.Binary.BinaryPrimitives;

namespace StyleGanIlgpu.Weights.Zip;

/// <summary>What the directory's header of an entry and the one before the entry's own bytes have in common.</summary>
internal readonly record struct ZipHeader(ushort Flags, ushort Method, ulong PackedSize, ulong Size, ulong Offset)
{
    public const int LocalBytes = 30;
    public const int DirectoryBytes = 46;

    private const ushort EncryptedFlags = 0x2041;
    private const ushort SizesFollowFlag = 0x8;

    public bool IsEncrypted => (Flags & EncryptedFlags) != 0;

    /// <summary>Whether the local header may leave the sizes to a record after the bytes.</summary>
    public bool SizesFollow => (Flags & SizesFollowFlag) != 0;

    /// <summary>Why the bytes aren't the content; null where they are.</summary>
    public string? Packing =>
        IsEncrypted ? "encrypted"
        : Method != 0 ? $"compressed (method {Method})"
        : null;

    /// <summary>Reads a local header with its extra fields. False if its ZIP64 field lacks what it has to hold.</summary>
    public static bool TryReadLocal(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra, out ZipHeader read)
    {
        read = new ZipHeader(
            ReadUInt16LittleEndian(header[6..]), ReadUInt16LittleEndian(header[8..]), ReadUInt32LittleEndian(header[18..]), ReadUInt32LittleEndian(header[22..]), 0);
        return read.TryWiden(extra, out read, strict: false);
    }

    /// <summary>Reads a header of the directory with its extra fields. False if its ZIP64 field holds less or more than it has to.</summary>
    public static bool TryReadDirectory(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra, out ZipHeader read)
    {
        read = new ZipHeader(
            ReadUInt16LittleEndian(header[8..]), ReadUInt16LittleEndian(header[10..]), ReadUInt32LittleEndian(header[20..]), ReadUInt32LittleEndian(header[24..]),
            ReadUInt32LittleEndian(header[42..]));
        return read.TryWiden(extra, out read, strict: true);
    }

    // A number that is all ones stands in the ZIP64 field, in this order. Local headers may repeat others there.
    private bool TryWiden(ReadOnlySpan<byte> extra, out ZipHeader widened, bool strict)
    {
        widened = this;
        if (!ZipExtra.TryFind(extra, ZipExtra.Zip64, out var field))
            return false;
        var (size, packed, offset) = (Size, PackedSize, Offset);
        if (!Take(ref field, ref size) || !Take(ref field, ref packed) || !Take(ref field, ref offset))
            return false;
        widened = this with { Size = size, PackedSize = packed, Offset = offset };
        return !strict || field.IsEmpty;

        static bool Take(ref ReadOnlySpan<byte> field, ref ulong number)
        {
            if (number != uint.MaxValue)
                return true;
            if (field.Length < sizeof(ulong))
                return false;
            number = ReadUInt64LittleEndian(field);
            field = field[sizeof(ulong)..];
            return true;
        }
    }
}
