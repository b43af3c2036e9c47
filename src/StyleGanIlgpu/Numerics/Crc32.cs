using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Numerics;

/// <summary>The checksum of PNG chunks and zip entries: CRC-32 of ISO 3309, reflected polynomial 0xedb88320, eight bytes a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;
    private const int Step = 8;

    // Row k: what a byte does to the remainder when k more bytes follow it in the step.
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>Continues a checksum over more bytes; it starts from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var remainder = ~checksum;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            var low = remainder ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            remainder =
                Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24] ^
                Tables[3][(byte)high] ^ Tables[2][(byte)(high >> 8)] ^ Tables[1][(byte)(high >> 16)] ^ Tables[0][high >> 24];
        }
        foreach (var value in bytes)
            remainder = Tables[0][(byte)(remainder ^ value)] ^ (remainder >> 8);
        return ~remainder;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Step][];
        for (var k = 0; k < Step; k++)
        {
            tables[k] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var remainder = k == 0 ? value : tables[k - 1][value];
                for (var bit = 0; bit < 8; bit++)
                    remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ Polynomial;
                tables[k][value] = remainder;
            }
        }
        return tables;
    }
}
