using System.Buffers.Binary;
using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Pictures;

/// <summary>A chunk of a PNG file: length, type, data, checksum of type and data.</summary>
internal static class PngChunk
{
    private const int TypeLength = 4;

    public static void Write(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[sizeof(int) + TypeLength];
        BinaryPrimitives.WriteInt32BigEndian(head, data.Length);
        type.CopyTo(head[sizeof(int)..]);
        stream.Write(head);
        stream.Write(data);
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.Append(Crc32.Append(0, type), data));
        stream.Write(checksum);
    }
}
