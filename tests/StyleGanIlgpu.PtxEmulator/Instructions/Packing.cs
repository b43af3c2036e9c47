using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary><c>mov.b64</c> between a double word and its two words, <c>mov.b32</c> between a word and its halves.</summary>
internal static unsafe class Packing
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(byte* d, byte* low, byte* high)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            ((ulong*)d)[lane] = (ulong)((uint*)high)[lane] << 32 | ((uint*)low)[lane];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte* d, byte* a, int shift)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            ((uint*)d)[lane] = (uint)(((ulong*)a)[lane] >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackHalves(byte* d, byte* low, byte* high)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            ((uint*)d)[lane] = (uint)((ushort*)high)[lane] << 16 | ((ushort*)low)[lane];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UnpackHalves(byte* d, byte* a, int shift)
    {
        for (var lane = 0; lane < Lanes.Count; lane++)
            ((ushort*)d)[lane] = (ushort)(((uint*)a)[lane] >> shift);
    }

    /// <summary>An address of 32 bits as one of 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(byte* d, byte* a)
    {
        for (var lane = 0; lane < Lanes.Count; lane += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Load((uint*)a + lane));
            low.Store((ulong*)d + lane);
            high.Store((ulong*)d + lane + 4);
        }
    }
}
