using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Numerics;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011): four random words from a counter of four words and a key of two.
/// It has no state, so any value of a stream can be computed by itself, on any device.
/// </summary>
internal static class Philox4x32
{
    private const uint Multiplier0 = 0xd2511f53;
    private const uint Multiplier1 = 0xcd9e8d57;
    private const uint KeyStep0 = 0x9e3779b9;
    private const uint KeyStep1 = 0xbb67ae85;
    private const int Rounds = 10;

    /// <summary>Turns the counter (c0, c1, c2, c3) into the random words of the key (k0, k1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(ref uint c0, ref uint c1, ref uint c2, ref uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += KeyStep0;
            k1 += KeyStep1;
        }
    }
}
