using System.Buffers.Binary;
using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>Reads a pickle's bytes from front to back. Every length is checked against what is left before anything is done with it.</summary>
internal sealed class PickleCursor(ByteSlice input, string source)
{
    public long Position { get; private set; }

    public long Remaining => input.Length - Position;

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    /// <summary>So many bytes as a view; the count is an operand of a few bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count) => Take((ulong)count).Span;

    /// <summary>The next bytes, left in the file.</summary>
    public ByteSlice Take(ulong count)
    {
        if (count > (ulong)Remaining)
            throw Fault($"{count} more bytes are expected, the data ends after {Remaining}");
        var slice = input.Slice(Position, (long)count);
        Position += (long)count;
        return slice;
    }

    /// <summary>The text up to the next line feed, which is taken too.</summary>
    public ReadOnlySpan<byte> Line(int longest = PickleLimits.LineBytes)
    {
        var head = input.From(Position).Head(longest + 1);
        var length = head.IndexOf((byte)'\n');
        if (length < 0)
            throw Fault($"a line of at most {longest} bytes is expected");
        Position += length + 1;
        return head[..length];
    }

    /// <summary>The exception for a fault found here.</summary>
    public ModelFormatException Fault(string what) => new($"{source}: damaged or hostile pickle, {what} (at byte {Position}).");
}
