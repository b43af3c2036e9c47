using static System.Buffers.Binary.BinaryPrimitives;

namespace StyleGanIlgpu.Weights.Zip;

/// <summary>The extra fields after a header's name: each an id, a length, and content.</summary>
internal static class ZipExtra
{
    /// <summary>Holds what 32 bits are too few for.</summary>
    public const ushort Zip64 = 1;

    private const int HeadBytes = 4;

    /// <summary>Finds the field of an id; empty where there is none. False if two have it: readers would differ in which they believe.</summary>
    public static bool TryFind(ReadOnlySpan<byte> extra, ushort id, out ReadOnlySpan<byte> field)
    {
        field = default;
        var isFound = false;
        // What remains at the end is padding, as some writers align their data.
        while (extra.Length >= HeadBytes && ReadUInt16LittleEndian(extra[2..]) is var length && length <= extra.Length - HeadBytes)
        {
            if (ReadUInt16LittleEndian(extra) == id)
            {
                if (isFound)
                    return false;
                isFound = true;
                field = extra.Slice(HeadBytes, length);
            }

            extra = extra[(HeadBytes + length)..];
        }

        return true;
    }
}
