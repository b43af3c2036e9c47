using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Weights.Binary;

/// <summary>Numbers of machines that write the high byte first.</summary>
internal static class ByteOrder
{
    /// <summary>A copy with the bytes of every number turned round.</summary>
    /// <param name="data">A whole number of elements.</param>
    /// <param name="size">Bytes of an element: 1, 2, 4 or 8.</param>
    public static ByteSlice Swap(ByteSlice data, int size)
    {
        if (size == 1)
            return data;
        var copy = ByteSource.Allocate((int)data.Length, out var bytes);
        data.Span.CopyTo(bytes);
        switch (size)
        {
            case 2:
                var halves = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(halves, halves);
                break;
            case 4:
                var words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            default:
                var longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }

        return copy.All;
    }
}
