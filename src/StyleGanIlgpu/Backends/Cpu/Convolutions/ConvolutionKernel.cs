using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// The innermost loops: a few neighbouring pixels times one or two vectors of output channels, held in registers, while the input channels
/// of a chunk go by. Every pixel's activation is broadcast, every vector of weights is loaded once per tile of pixels.
/// </summary>
/// <remarks>
/// Registers decide the tile: 6 pixels x 2 vectors take 12 accumulators, 2 weights and a broadcast of the 16 that AVX2 and SSE have;
/// 14 x 2 take 31 of AVX-512's 32. 12 x 1 serves a last odd vector. Accumulators are named locals, because arrays would live in memory.
/// Sums run over chunk, block, tap, channel, whatever the tile, so results don't depend on how a map is cut.
/// </remarks>
internal static unsafe class ConvolutionKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Adds a chunk of input channels to the sums of a run of pixels.</summary>
    /// <param name="vectors">Vectors of output channels, 1 or 2.</param>
    /// <param name="x">The pixels' first sample: [blocks][pixels][B].</param>
    /// <param name="blockStride">Floats from a block of input channels to the next.</param>
    /// <param name="blocks">Blocks of the chunk.</param>
    /// <param name="taps">Offsets of the taps, in floats.</param>
    /// <param name="tapCount">Their number.</param>
    /// <param name="weights">[blocks][taps][B][vectors * B].</param>
    /// <param name="sums">The first pixel's sums.</param>
    /// <param name="sumStride">Floats from a pixel's sums to the next.</param>
    /// <param name="pixels">Pixels; up to <see cref="ConvolutionKernel.Slack"/> more are computed.</param>
    /// <param name="first">True for the first chunk, which begins the sums.</param>
    public static void Accumulate(
        int vectors, float* x, nint blockStride, int blocks, int* taps, int tapCount, float* weights, float* sums, nint sumStride, int pixels, bool first)
    {
        if (vectors == 1)
            Tile12x1(x, blockStride, blocks, taps, tapCount, weights, sums, sumStride, pixels, first);
        else if (TSimd.Lanes == 16)
            Tile14x2(x, blockStride, blocks, taps, tapCount, weights, sums, sumStride, pixels, first);
        else
            Tile6x2(x, blockStride, blocks, taps, tapCount, weights, sums, sumStride, pixels, first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile6x2(
        float* x, nint blockStride, int blocks, int* taps, int tapCount, float* weights, float* sums, nint sumStride, int pixels, bool first)
    {
        for (; pixels > 0; pixels -= 6)
        {
            TVec a0, b0, a1, b1, a2, b2, a3, b3, a4, b4, a5, b5;
            if (first)
            {
                a0 = b0 = a1 = b1 = a2 = b2 = TSimd.Zero;
                a3 = b3 = a4 = b4 = a5 = b5 = TSimd.Zero;
            }
            else
            {
                (a0, b0) = LoadPair(sums);
                (a1, b1) = LoadPair(sums + sumStride);
                (a2, b2) = LoadPair(sums + 2 * sumStride);
                (a3, b3) = LoadPair(sums + 3 * sumStride);
                (a4, b4) = LoadPair(sums + 4 * sumStride);
                (a5, b5) = LoadPair(sums + 5 * sumStride);
            }
            var w = weights;
            var block = x;
            for (var k = blocks; k > 0; k--)
            {
                for (var t = 0; t < tapCount; t++)
                {
                    var at = block + taps[t];
                    var end = at + TSimd.Lanes;
                    do
                    {
                        var wa = TSimd.Load(w);
                        var wb = TSimd.Load(w + TSimd.Lanes);
                        var p = TSimd.Splat(at[0]);
                        a0 = TSimd.MultiplyAdd(p, wa, a0);
                        b0 = TSimd.MultiplyAdd(p, wb, b0);
                        p = TSimd.Splat(at[TSimd.Lanes]);
                        a1 = TSimd.MultiplyAdd(p, wa, a1);
                        b1 = TSimd.MultiplyAdd(p, wb, b1);
                        p = TSimd.Splat(at[2 * TSimd.Lanes]);
                        a2 = TSimd.MultiplyAdd(p, wa, a2);
                        b2 = TSimd.MultiplyAdd(p, wb, b2);
                        p = TSimd.Splat(at[3 * TSimd.Lanes]);
                        a3 = TSimd.MultiplyAdd(p, wa, a3);
                        b3 = TSimd.MultiplyAdd(p, wb, b3);
                        p = TSimd.Splat(at[4 * TSimd.Lanes]);
                        a4 = TSimd.MultiplyAdd(p, wa, a4);
                        b4 = TSimd.MultiplyAdd(p, wb, b4);
                        p = TSimd.Splat(at[5 * TSimd.Lanes]);
                        a5 = TSimd.MultiplyAdd(p, wa, a5);
                        b5 = TSimd.MultiplyAdd(p, wb, b5);
                        w += 2 * TSimd.Lanes;
                        at++;
                    }
                    while (at < end);
                }
                block += blockStride;
            }
            StorePair(sums, a0, b0);
            StorePair(sums + sumStride, a1, b1);
            StorePair(sums + 2 * sumStride, a2, b2);
            StorePair(sums + 3 * sumStride, a3, b3);
            StorePair(sums + 4 * sumStride, a4, b4);
            StorePair(sums + 5 * sumStride, a5, b5);
            sums += 6 * sumStride;
            x += 6 * TSimd.Lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile14x2(
        float* x, nint blockStride, int blocks, int* taps, int tapCount, float* weights, float* sums, nint sumStride, int pixels, bool first)
    {
        for (; pixels > 0; pixels -= 14)
        {
            TVec a0, b0, a1, b1, a2, b2, a3, b3, a4, b4, a5, b5, a6, b6, a7, b7, a8, b8, a9, b9, a10, b10, a11, b11, a12, b12, a13, b13;
            if (first)
            {
                a0 = b0 = a1 = b1 = a2 = b2 = a3 = b3 = a4 = b4 = a5 = b5 = a6 = b6 = TSimd.Zero;
                a7 = b7 = a8 = b8 = a9 = b9 = a10 = b10 = a11 = b11 = a12 = b12 = a13 = b13 = TSimd.Zero;
            }
            else
            {
                (a0, b0) = LoadPair(sums);
                (a1, b1) = LoadPair(sums + sumStride);
                (a2, b2) = LoadPair(sums + 2 * sumStride);
                (a3, b3) = LoadPair(sums + 3 * sumStride);
                (a4, b4) = LoadPair(sums + 4 * sumStride);
                (a5, b5) = LoadPair(sums + 5 * sumStride);
                (a6, b6) = LoadPair(sums + 6 * sumStride);
                (a7, b7) = LoadPair(sums + 7 * sumStride);
                (a8, b8) = LoadPair(sums + 8 * sumStride);
                (a9, b9) = LoadPair(sums + 9 * sumStride);
                (a10, b10) = LoadPair(sums + 10 * sumStride);
                (a11, b11) = LoadPair(sums + 11 * sumStride);
                (a12, b12) = LoadPair(sums + 12 * sumStride);
                (a13, b13) = LoadPair(sums + 13 * sumStride);
            }
            var w = weights;
            var block = x;
            for (var k = blocks; k > 0; k--)
            {
                for (var t = 0; t < tapCount; t++)
                {
                    var at = block + taps[t];
                    var end = at + TSimd.Lanes;
                    do
                    {
                        var wa = TSimd.Load(w);
                        var wb = TSimd.Load(w + TSimd.Lanes);
                        var p = TSimd.Splat(at[0]);
                        a0 = TSimd.MultiplyAdd(p, wa, a0);
                        b0 = TSimd.MultiplyAdd(p, wb, b0);
                        p = TSimd.Splat(at[TSimd.Lanes]);
                        a1 = TSimd.MultiplyAdd(p, wa, a1);
                        b1 = TSimd.MultiplyAdd(p, wb, b1);
                        p = TSimd.Splat(at[2 * TSimd.Lanes]);
                        a2 = TSimd.MultiplyAdd(p, wa, a2);
                        b2 = TSimd.MultiplyAdd(p, wb, b2);
                        p = TSimd.Splat(at[3 * TSimd.Lanes]);
                        a3 = TSimd.MultiplyAdd(p, wa, a3);
                        b3 = TSimd.MultiplyAdd(p, wb, b3);
                        p = TSimd.Splat(at[4 * TSimd.Lanes]);
                        a4 = TSimd.MultiplyAdd(p, wa, a4);
                        b4 = TSimd.MultiplyAdd(p, wb, b4);
                        p = TSimd.Splat(at[5 * TSimd.Lanes]);
                        a5 = TSimd.MultiplyAdd(p, wa, a5);
                        b5 = TSimd.MultiplyAdd(p, wb, b5);
                        p = TSimd.Splat(at[6 * TSimd.Lanes]);
                        a6 = TSimd.MultiplyAdd(p, wa, a6);
                        b6 = TSimd.MultiplyAdd(p, wb, b6);
                        p = TSimd.Splat(at[7 * TSimd.Lanes]);
                        a7 = TSimd.MultiplyAdd(p, wa, a7);
                        b7 = TSimd.MultiplyAdd(p, wb, b7);
                        p = TSimd.Splat(at[8 * TSimd.Lanes]);
                        a8 = TSimd.MultiplyAdd(p, wa, a8);
                        b8 = TSimd.MultiplyAdd(p, wb, b8);
                        p = TSimd.Splat(at[9 * TSimd.Lanes]);
                        a9 = TSimd.MultiplyAdd(p, wa, a9);
                        b9 = TSimd.MultiplyAdd(p, wb, b9);
                        p = TSimd.Splat(at[10 * TSimd.Lanes]);
                        a10 = TSimd.MultiplyAdd(p, wa, a10);
                        b10 = TSimd.MultiplyAdd(p, wb, b10);
                        p = TSimd.Splat(at[11 * TSimd.Lanes]);
                        a11 = TSimd.MultiplyAdd(p, wa, a11);
                        b11 = TSimd.MultiplyAdd(p, wb, b11);
                        p = TSimd.Splat(at[12 * TSimd.Lanes]);
                        a12 = TSimd.MultiplyAdd(p, wa, a12);
                        b12 = TSimd.MultiplyAdd(p, wb, b12);
                        p = TSimd.Splat(at[13 * TSimd.Lanes]);
                        a13 = TSimd.MultiplyAdd(p, wa, a13);
                        b13 = TSimd.MultiplyAdd(p, wb, b13);
                        w += 2 * TSimd.Lanes;
                        at++;
                    }
                    while (at < end);
                }
                block += blockStride;
            }
            StorePair(sums, a0, b0);
            StorePair(sums + sumStride, a1, b1);
            StorePair(sums + 2 * sumStride, a2, b2);
            StorePair(sums + 3 * sumStride, a3, b3);
            StorePair(sums + 4 * sumStride, a4, b4);
            StorePair(sums + 5 * sumStride, a5, b5);
            StorePair(sums + 6 * sumStride, a6, b6);
            StorePair(sums + 7 * sumStride, a7, b7);
            StorePair(sums + 8 * sumStride, a8, b8);
            StorePair(sums + 9 * sumStride, a9, b9);
            StorePair(sums + 10 * sumStride, a10, b10);
            StorePair(sums + 11 * sumStride, a11, b11);
            StorePair(sums + 12 * sumStride, a12, b12);
            StorePair(sums + 13 * sumStride, a13, b13);
            sums += 14 * sumStride;
            x += 14 * TSimd.Lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x1(
        float* x, nint blockStride, int blocks, int* taps, int tapCount, float* weights, float* sums, nint sumStride, int pixels, bool first)
    {
        for (; pixels > 0; pixels -= 12)
        {
            TVec a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11;
            if (first)
            {
                a0 = a1 = a2 = a3 = a4 = a5 = TSimd.Zero;
                a6 = a7 = a8 = a9 = a10 = a11 = TSimd.Zero;
            }
            else
            {
                a0 = TSimd.Load(sums);
                a1 = TSimd.Load(sums + sumStride);
                a2 = TSimd.Load(sums + 2 * sumStride);
                a3 = TSimd.Load(sums + 3 * sumStride);
                a4 = TSimd.Load(sums + 4 * sumStride);
                a5 = TSimd.Load(sums + 5 * sumStride);
                a6 = TSimd.Load(sums + 6 * sumStride);
                a7 = TSimd.Load(sums + 7 * sumStride);
                a8 = TSimd.Load(sums + 8 * sumStride);
                a9 = TSimd.Load(sums + 9 * sumStride);
                a10 = TSimd.Load(sums + 10 * sumStride);
                a11 = TSimd.Load(sums + 11 * sumStride);
            }
            var w = weights;
            var block = x;
            for (var k = blocks; k > 0; k--)
            {
                for (var t = 0; t < tapCount; t++)
                {
                    var at = block + taps[t];
                    var end = at + TSimd.Lanes;
                    do
                    {
                        var wa = TSimd.Load(w);
                        a0 = TSimd.MultiplyAdd(TSimd.Splat(at[0]), wa, a0);
                        a1 = TSimd.MultiplyAdd(TSimd.Splat(at[TSimd.Lanes]), wa, a1);
                        a2 = TSimd.MultiplyAdd(TSimd.Splat(at[2 * TSimd.Lanes]), wa, a2);
                        a3 = TSimd.MultiplyAdd(TSimd.Splat(at[3 * TSimd.Lanes]), wa, a3);
                        a4 = TSimd.MultiplyAdd(TSimd.Splat(at[4 * TSimd.Lanes]), wa, a4);
                        a5 = TSimd.MultiplyAdd(TSimd.Splat(at[5 * TSimd.Lanes]), wa, a5);
                        a6 = TSimd.MultiplyAdd(TSimd.Splat(at[6 * TSimd.Lanes]), wa, a6);
                        a7 = TSimd.MultiplyAdd(TSimd.Splat(at[7 * TSimd.Lanes]), wa, a7);
                        a8 = TSimd.MultiplyAdd(TSimd.Splat(at[8 * TSimd.Lanes]), wa, a8);
                        a9 = TSimd.MultiplyAdd(TSimd.Splat(at[9 * TSimd.Lanes]), wa, a9);
                        a10 = TSimd.MultiplyAdd(TSimd.Splat(at[10 * TSimd.Lanes]), wa, a10);
                        a11 = TSimd.MultiplyAdd(TSimd.Splat(at[11 * TSimd.Lanes]), wa, a11);
                        w += TSimd.Lanes;
                        at++;
                    }
                    while (at < end);
                }
                block += blockStride;
            }
            TSimd.Store(sums, a0);
            TSimd.Store(sums + sumStride, a1);
            TSimd.Store(sums + 2 * sumStride, a2);
            TSimd.Store(sums + 3 * sumStride, a3);
            TSimd.Store(sums + 4 * sumStride, a4);
            TSimd.Store(sums + 5 * sumStride, a5);
            TSimd.Store(sums + 6 * sumStride, a6);
            TSimd.Store(sums + 7 * sumStride, a7);
            TSimd.Store(sums + 8 * sumStride, a8);
            TSimd.Store(sums + 9 * sumStride, a9);
            TSimd.Store(sums + 10 * sumStride, a10);
            TSimd.Store(sums + 11 * sumStride, a11);
            sums += 12 * sumStride;
            x += 12 * TSimd.Lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVec A, TVec B) LoadPair(float* source) => (TSimd.Load(source), TSimd.Load(source + TSimd.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(float* target, TVec a, TVec b)
    {
        TSimd.Store(target, a);
        TSimd.Store(target + TSimd.Lanes, b);
    }
}

/// <summary>What is the same for all vectors.</summary>
internal static class ConvolutionKernel
{
    /// <summary>Pixels that a kernel may read and write past the last one.</summary>
    public const int Slack = 14;

    /// <summary>What it may read past the last tensor.</summary>
    public static int OverreadBytes => Slack * SimdLevel.Lanes * sizeof(float);

    /// <summary>
    /// Pixels rounded up so that nothing is written past them while pairs of vectors are computed. A last odd vector, which is computed after all
    /// others, may still be.
    /// </summary>
    public static int Whole(int pixels)
    {
        var step = SimdLevel.Lanes == 16 ? 14 : 12;
        return (pixels + step - 1) / step * step;
    }
}
