using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.Numerics;

/// <summary>
/// The `random` noise of a layer: a standard normal float32 for every pixel, keyed by (noise seed, layer, y, x), the same bit for bit on every
/// engine. One counter serves the four pixels x = 4g .. 4g + 3 of a row.
/// <list type="number">
/// <item>(r0, r1, r2, r3) = Philox4x32-10 of the counter (g, y, layer, 0) with the key (low word of the seed, high word).
/// Pixels 4g and 4g + 1 come from the words (a, b) = (r0, r1), pixels 4g + 2 and 4g + 3 from (r2, r3);</item>
/// <item>Box-Muller. The radius is that of u = n * 2^-24, n = (a >> 8) + 1: with n = m * 2^e, m in [sqrt(1/2), sqrt(2)), and x = m - 1,
/// L = -ln(u) = fma(-p, x, (24 - e) * ln 2), where p approximates ln(1 + x) / x, and R = sqrt(L);</item>
/// <item>the angle is t quarter turns, t = (signed b >> 8) * 2^-24 in [-1/2, 1/2), q = t * t, s and c approximating sin(t pi/2) / t
/// and cos(t pi/2);</item>
/// <item>first = R * fma(t, s, c), negated if bit 0 of a is set; second = R * fma(-t, s, c), negated if bit 1 of a is set. These are
/// the cosine and sine of an angle a quarter turn wide, R holding 1 / sqrt(2) of the radius; the two signs make it a whole turn.</item>
/// </list>
/// p, s and c are polynomials (coefficients where they are used) by Horner's rule in fused multiply-adds. No other sum has a product in it, so no compiler can
/// fuse, or not fuse, on its own: fma.rn, mul.rn and sqrt.rn give the same bits everywhere. Accurate to 1e-6; values reach +-5.77.
/// </summary>
internal static class PhiloxNoise
{
    /// <summary>Pixels that share a counter.</summary>
    public const int PixelsPerCounter = 4;

    private const float Ln2 = 0.693147182f;
    private const uint BitsOfSqrtHalf = 0x3f3504f3;

    private const int Counters = 8;
    private const int Pixels = Counters * PixelsPerCounter;

    /// <summary>Noise of the pixels x0, x0 + 1, ... of a row. Allocates nothing.</summary>
    /// <param name="row">The pixels to fill, in part of a row or all of it.</param>
    /// <param name="seed">The run's noise seed.</param>
    /// <param name="layer">The layer's number.</param>
    /// <param name="y">The row.</param>
    /// <param name="x0">Column of the first pixel, not negative.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<float> row, ulong seed, int layer, int y, int x0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x0);
        Span<uint> words = stackalloc uint[Pixels];
        Span<float> normals = stackalloc float[Pixels];
        Span<float> ordered = stackalloc float[Pixels];
        var counter = (uint)x0 / PixelsPerCounter;
        var skip = x0 % PixelsPerCounter;
        while (row.Length > 0)
        {
            Draw(words, seed, layer, y, counter);
            ToNormals(words, normals);
            if (skip == 0 && row.Length >= Pixels)
            {
                Interleave(normals, row);
                row = row[Pixels..];
            }
            else
            {
                Interleave(normals, ordered);
                var count = Math.Min(Pixels - skip, row.Length);
                ordered.Slice(skip, count).CopyTo(row);
                row = row[count..];
                skip = 0;
            }
            counter += Counters;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Draw(Span<uint> words, ulong seed, int layer, int y, uint counter)
    {
        for (var i = 0; i < Counters; i++)
        {
            uint r0 = counter + (uint)i, r1 = (uint)y, r2 = (uint)layer, r3 = 0;
            Philox4x32.Apply(ref r0, ref r1, ref r2, ref r3, (uint)seed, (uint)(seed >> 32));
            words[i] = r0;
            words[Counters + i] = r1;
            words[2 * Counters + i] = r2;
            words[3 * Counters + i] = r3;
        }
    }

    /// <summary>Brings normals into the order of the pixels: they lie by their place in the counter, first pixels of all counters first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(ReadOnlySpan<float> normals, Span<float> ordered)
    {
        for (var i = 0; i < Counters; i++)
        {
            Vector128.Create(normals[i], normals[Counters + i], normals[2 * Counters + i], normals[3 * Counters + i])
                .CopyTo(ordered[(PixelsPerCounter * i)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToNormals(ReadOnlySpan<uint> words, Span<float> normals)
    {
        for (var at = 0; at < Pixels; at += 2 * Counters)
        {
            var a = Vector256.Create(words[at..]);
            var b = Vector256.Create(words[(at + Counters)..]).AsInt32();
            var radius = Vector256.Sqrt(MinusLogarithm(a));
            var t = Vector256.ConvertToSingle(b >> 8) * (1f / (1 << 24));
            var q = t * t;
            var sine = Add(Vector256.Create(-0.00460214913f), q, 0.0796802193f);
            sine = Add(sine, q, -0.64596349f);
            sine = Add(sine, q, 1.57079637f);
            var cosine = Add(Vector256.Create(-0.0204081591f), q, 0.253598571f);
            cosine = Add(cosine, q, -1.23369706f);
            cosine = Add(cosine, q, 1);
            var first = radius * Vector256.FusedMultiplyAdd(t, sine, cosine);
            var second = radius * Vector256.FusedMultiplyAdd(-t, sine, cosine);
            WithSign(first, a << 31).CopyTo(normals[at..]);
            WithSign(second, (a >> 1) << 31).CopyTo(normals[(at + Counters)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MinusLogarithm(Vector256<uint> a)
    {
        var bits = Vector256.ConvertToSingle(((a >> 8) + Vector256<uint>.One).AsInt32()).AsInt32();
        var e = (bits - Vector256.Create((int)BitsOfSqrtHalf)) >> 23;
        var x = (bits - (e << 23)).AsSingle() - Vector256<float>.One;
        var p = Add(Vector256.Create(0.0853331313f), x, -0.142692581f);
        p = Add(p, x, 0.149774015f);
        p = Add(p, x, -0.165779933f);
        p = Add(p, x, 0.199559331f);
        p = Add(p, x, -0.25001353f);
        p = Add(p, x, 0.333341926f);
        p = Add(p, x, -0.49999997f);
        p = Add(p, x, 1);
        return Vector256.FusedMultiplyAdd(-p, x, Vector256.ConvertToSingle(Vector256.Create(24) - e) * Ln2);
    }

    /// <summary>One step of Horner's rule: sum * x + coefficient, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> sum, Vector256<float> x, float coefficient) =>
        Vector256.FusedMultiplyAdd(sum, x, Vector256.Create(coefficient));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> WithSign(Vector256<float> value, Vector256<uint> sign) => (value.AsUInt32() ^ sign).AsSingle();
}
