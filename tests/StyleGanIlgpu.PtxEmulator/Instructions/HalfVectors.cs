using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>Eight half precision numbers at a time to single precision and back, by their bits.</summary>
internal static class HalfVectors
{
    /// <summary>The exponent's bias of single over half precision: 2^112, which also makes denormals normal.</summary>
    private const uint Rescale = (127 + 112) << 23;

    private const uint UpperSign = 0x8000_0000, SingleInfinity = 0x7F80_0000;

    /// <summary><c>cvt.f32.f16</c> of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Widen(byte* d, byte* a)
    {
        for (var lane = 0; lane < Lanes.Count; lane += 8)
        {
            var (low, high) = Vector128.Widen(Vector128.Load((ushort*)a + lane));
            Low(Vector256.Create(low, high)).Store((float*)d + lane);
        }
    }

    /// <summary><c>cvt.rn.f16.f32</c> of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Narrow(byte* d, byte* a)
    {
        for (var lane = 0; lane < Lanes.Count; lane += 16)
        {
            var (low, high) = (Round(Vector256.Load((float*)a + lane)), Round(Vector256.Load((float*)a + lane + 8)));
            Vector256.Narrow(low, high).Store((ushort*)d + lane);
        }
    }

    /// <summary>The low halves of eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Low(Vector256<uint> words) => Upper(words << 16);

    /// <summary>The high halves of eight words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> High(Vector256<uint> words) => Upper(words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Join(Vector256<float> low, Vector256<float> high) => Round(low) | Round(high) << 16;

    /// <summary>To the nearest half, ties to even, in the low 16 bits of each word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Round(Vector256<float> value)
    {
        var bits = value.AsUInt32();
        var size = bits & Vector256.Create(~UpperSign);
        // Adding less than half a unit, and one more where the kept part is odd, rounds to even.
        var normal = (size - Vector256.Create((112u << 23) - 0xFFF) + (size >> 13 & Vector256<uint>.One)) >> 13;
        // Added to 2^-1 a denormal's digits end where those of single precision do, which rounds them.
        var denormal = (size.AsSingle() + Vector256.Create(0.5f)).AsUInt32() - Vector256.Create(0x3F00_0000u);
        var special = Vector256.ConditionalSelect(
            Vector256.GreaterThan(size, Vector256.Create(SingleInfinity)), Vector256.Create(0x7E00u), Vector256.Create(0x7C00u));
        var result = Vector256.ConditionalSelect(Vector256.LessThan(size, Vector256.Create(113u << 23)), denormal, normal);
        result = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(size, Vector256.Create(0x4780_0000u)), special, result);
        return result | bits >> 16 & Vector256.Create(0x8000u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Upper(Vector256<uint> words)
    {
        var size = (words & Vector256.Create(0x7FFF_0000u)) >> 3;
        var scaled = (size.AsSingle() * Vector256.Create(Rescale).AsSingle()).AsUInt32();
        var isSpecial = Vector256.GreaterThan(size.AsInt32(), Vector256.Create(0x0F7F_FFFF)).AsUInt32();
        return (scaled | isSpecial & Vector256.Create(SingleInfinity) | words & Vector256.Create(UpperSign)).AsSingle();
    }
}
