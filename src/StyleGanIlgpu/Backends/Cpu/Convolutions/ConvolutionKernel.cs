using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// The inner loop of all convolutions: a row of pixels times one or two vectors of output channels, summed in registers over input channels and
/// taps. Each step loads the weights of one input channel, which lie in reading order, and broadcasts one activation per pixel; pixels
/// are a block apart, so their addresses are constants. Sums are loaded first and stored last: the caller cuts the input channels so that
/// the weights of a cut stay in the L1 cache while many pixels pass by.
/// </summary>
internal static unsafe class ConvolutionKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Pixels of one call: 28 sums, two weights and a broadcast fill AVX-512's 32 registers; 12 + 3 fit the 16 of AVX2 and SSE.</summary>
    public static int Pixels => TSimd.Lanes == 16 ? 14 : 6;

    /// <summary>Adds to the sums [pixels][outBlocks][B].</summary>
    /// <param name="input">The first pixel's block of the first input block.</param>
    /// <param name="blockStride">Floats from an input block to the next.</param>
    /// <param name="blocks">Input blocks to sum over.</param>
    /// <param name="taps">Floats from a pixel to where each tap reads.</param>
    /// <param name="tapCount">Number of taps.</param>
    /// <param name="weights">[block][tap][input channel][outBlocks][B].</param>
    /// <param name="sums">The sums to add to.</param>
    /// <param name="outBlocks">1 or 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(float* input, nint blockStride, int blocks, nint* taps, int tapCount, float* weights, float* sums, int outBlocks)
    {
        if (TSimd.Lanes == 16)
        {
            if (outBlocks == 2)
                Wide14x2(input, blockStride, blocks, taps, tapCount, weights, sums);
            else
                Wide14x1(input, blockStride, blocks, taps, tapCount, weights, sums);
        }
        else
        {
            if (outBlocks == 2)
                Narrow6x2(input, blockStride, blocks, taps, tapCount, weights, sums);
            else
                Narrow6x1(input, blockStride, blocks, taps, tapCount, weights, sums);
        }
    }

    /// <summary>14 pixels by 2 vectors of output channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide14x2(float* input, nint blockStride, int blocks, nint* taps, int tapCount, float* weights, float* sums)
    {
        var s0a = TSimd.Load(sums);
        var s0b = TSimd.Load(sums + 1 * TSimd.Lanes);
        var s1a = TSimd.Load(sums + 2 * TSimd.Lanes);
        var s1b = TSimd.Load(sums + 3 * TSimd.Lanes);
        var s2a = TSimd.Load(sums + 4 * TSimd.Lanes);
        var s2b = TSimd.Load(sums + 5 * TSimd.Lanes);
        var s3a = TSimd.Load(sums + 6 * TSimd.Lanes);
        var s3b = TSimd.Load(sums + 7 * TSimd.Lanes);
        var s4a = TSimd.Load(sums + 8 * TSimd.Lanes);
        var s4b = TSimd.Load(sums + 9 * TSimd.Lanes);
        var s5a = TSimd.Load(sums + 10 * TSimd.Lanes);
        var s5b = TSimd.Load(sums + 11 * TSimd.Lanes);
        var s6a = TSimd.Load(sums + 12 * TSimd.Lanes);
        var s6b = TSimd.Load(sums + 13 * TSimd.Lanes);
        var s7a = TSimd.Load(sums + 14 * TSimd.Lanes);
        var s7b = TSimd.Load(sums + 15 * TSimd.Lanes);
        var s8a = TSimd.Load(sums + 16 * TSimd.Lanes);
        var s8b = TSimd.Load(sums + 17 * TSimd.Lanes);
        var s9a = TSimd.Load(sums + 18 * TSimd.Lanes);
        var s9b = TSimd.Load(sums + 19 * TSimd.Lanes);
        var s10a = TSimd.Load(sums + 20 * TSimd.Lanes);
        var s10b = TSimd.Load(sums + 21 * TSimd.Lanes);
        var s11a = TSimd.Load(sums + 22 * TSimd.Lanes);
        var s11b = TSimd.Load(sums + 23 * TSimd.Lanes);
        var s12a = TSimd.Load(sums + 24 * TSimd.Lanes);
        var s12b = TSimd.Load(sums + 25 * TSimd.Lanes);
        var s13a = TSimd.Load(sums + 26 * TSimd.Lanes);
        var s13b = TSimd.Load(sums + 27 * TSimd.Lanes);
        for (var block = 0; block < blocks; block++)
        {
            for (var tap = 0; tap < tapCount; tap++)
            {
                var x = input + taps[tap];
                for (var i = 0; i < TSimd.Lanes; i++)
                {
                    var a = TSimd.Load(weights);
                    var b = TSimd.Load(weights + TSimd.Lanes);
                    var v = TSimd.Splat(x[i]);
                    s0a = TSimd.MultiplyAdd(v, a, s0a);
                    s0b = TSimd.MultiplyAdd(v, b, s0b);
                    v = TSimd.Splat(x[i + 1 * TSimd.Lanes]);
                    s1a = TSimd.MultiplyAdd(v, a, s1a);
                    s1b = TSimd.MultiplyAdd(v, b, s1b);
                    v = TSimd.Splat(x[i + 2 * TSimd.Lanes]);
                    s2a = TSimd.MultiplyAdd(v, a, s2a);
                    s2b = TSimd.MultiplyAdd(v, b, s2b);
                    v = TSimd.Splat(x[i + 3 * TSimd.Lanes]);
                    s3a = TSimd.MultiplyAdd(v, a, s3a);
                    s3b = TSimd.MultiplyAdd(v, b, s3b);
                    v = TSimd.Splat(x[i + 4 * TSimd.Lanes]);
                    s4a = TSimd.MultiplyAdd(v, a, s4a);
                    s4b = TSimd.MultiplyAdd(v, b, s4b);
                    v = TSimd.Splat(x[i + 5 * TSimd.Lanes]);
                    s5a = TSimd.MultiplyAdd(v, a, s5a);
                    s5b = TSimd.MultiplyAdd(v, b, s5b);
                    v = TSimd.Splat(x[i + 6 * TSimd.Lanes]);
                    s6a = TSimd.MultiplyAdd(v, a, s6a);
                    s6b = TSimd.MultiplyAdd(v, b, s6b);
                    v = TSimd.Splat(x[i + 7 * TSimd.Lanes]);
                    s7a = TSimd.MultiplyAdd(v, a, s7a);
                    s7b = TSimd.MultiplyAdd(v, b, s7b);
                    v = TSimd.Splat(x[i + 8 * TSimd.Lanes]);
                    s8a = TSimd.MultiplyAdd(v, a, s8a);
                    s8b = TSimd.MultiplyAdd(v, b, s8b);
                    v = TSimd.Splat(x[i + 9 * TSimd.Lanes]);
                    s9a = TSimd.MultiplyAdd(v, a, s9a);
                    s9b = TSimd.MultiplyAdd(v, b, s9b);
                    v = TSimd.Splat(x[i + 10 * TSimd.Lanes]);
                    s10a = TSimd.MultiplyAdd(v, a, s10a);
                    s10b = TSimd.MultiplyAdd(v, b, s10b);
                    v = TSimd.Splat(x[i + 11 * TSimd.Lanes]);
                    s11a = TSimd.MultiplyAdd(v, a, s11a);
                    s11b = TSimd.MultiplyAdd(v, b, s11b);
                    v = TSimd.Splat(x[i + 12 * TSimd.Lanes]);
                    s12a = TSimd.MultiplyAdd(v, a, s12a);
                    s12b = TSimd.MultiplyAdd(v, b, s12b);
                    v = TSimd.Splat(x[i + 13 * TSimd.Lanes]);
                    s13a = TSimd.MultiplyAdd(v, a, s13a);
                    s13b = TSimd.MultiplyAdd(v, b, s13b);
                    weights += 2 * TSimd.Lanes;
                }
            }
            input += blockStride;
        }
        TSimd.Store(sums, s0a);
        TSimd.Store(sums + 1 * TSimd.Lanes, s0b);
        TSimd.Store(sums + 2 * TSimd.Lanes, s1a);
        TSimd.Store(sums + 3 * TSimd.Lanes, s1b);
        TSimd.Store(sums + 4 * TSimd.Lanes, s2a);
        TSimd.Store(sums + 5 * TSimd.Lanes, s2b);
        TSimd.Store(sums + 6 * TSimd.Lanes, s3a);
        TSimd.Store(sums + 7 * TSimd.Lanes, s3b);
        TSimd.Store(sums + 8 * TSimd.Lanes, s4a);
        TSimd.Store(sums + 9 * TSimd.Lanes, s4b);
        TSimd.Store(sums + 10 * TSimd.Lanes, s5a);
        TSimd.Store(sums + 11 * TSimd.Lanes, s5b);
        TSimd.Store(sums + 12 * TSimd.Lanes, s6a);
        TSimd.Store(sums + 13 * TSimd.Lanes, s6b);
        TSimd.Store(sums + 14 * TSimd.Lanes, s7a);
        TSimd.Store(sums + 15 * TSimd.Lanes, s7b);
        TSimd.Store(sums + 16 * TSimd.Lanes, s8a);
        TSimd.Store(sums + 17 * TSimd.Lanes, s8b);
        TSimd.Store(sums + 18 * TSimd.Lanes, s9a);
        TSimd.Store(sums + 19 * TSimd.Lanes, s9b);
        TSimd.Store(sums + 20 * TSimd.Lanes, s10a);
        TSimd.Store(sums + 21 * TSimd.Lanes, s10b);
        TSimd.Store(sums + 22 * TSimd.Lanes, s11a);
        TSimd.Store(sums + 23 * TSimd.Lanes, s11b);
        TSimd.Store(sums + 24 * TSimd.Lanes, s12a);
        TSimd.Store(sums + 25 * TSimd.Lanes, s12b);
        TSimd.Store(sums + 26 * TSimd.Lanes, s13a);
        TSimd.Store(sums + 27 * TSimd.Lanes, s13b);
    }

    /// <summary>14 pixels by 1 vector of output channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide14x1(float* input, nint blockStride, int blocks, nint* taps, int tapCount, float* weights, float* sums)
    {
        var s0a = TSimd.Load(sums);
        var s1a = TSimd.Load(sums + 1 * TSimd.Lanes);
        var s2a = TSimd.Load(sums + 2 * TSimd.Lanes);
        var s3a = TSimd.Load(sums + 3 * TSimd.Lanes);
        var s4a = TSimd.Load(sums + 4 * TSimd.Lanes);
        var s5a = TSimd.Load(sums + 5 * TSimd.Lanes);
        var s6a = TSimd.Load(sums + 6 * TSimd.Lanes);
        var s7a = TSimd.Load(sums + 7 * TSimd.Lanes);
        var s8a = TSimd.Load(sums + 8 * TSimd.Lanes);
        var s9a = TSimd.Load(sums + 9 * TSimd.Lanes);
        var s10a = TSimd.Load(sums + 10 * TSimd.Lanes);
        var s11a = TSimd.Load(sums + 11 * TSimd.Lanes);
        var s12a = TSimd.Load(sums + 12 * TSimd.Lanes);
        var s13a = TSimd.Load(sums + 13 * TSimd.Lanes);
        for (var block = 0; block < blocks; block++)
        {
            for (var tap = 0; tap < tapCount; tap++)
            {
                var x = input + taps[tap];
                for (var i = 0; i < TSimd.Lanes; i++)
                {
                    var a = TSimd.Load(weights);
                    var v = TSimd.Splat(x[i]);
                    s0a = TSimd.MultiplyAdd(v, a, s0a);
                    v = TSimd.Splat(x[i + 1 * TSimd.Lanes]);
                    s1a = TSimd.MultiplyAdd(v, a, s1a);
                    v = TSimd.Splat(x[i + 2 * TSimd.Lanes]);
                    s2a = TSimd.MultiplyAdd(v, a, s2a);
                    v = TSimd.Splat(x[i + 3 * TSimd.Lanes]);
                    s3a = TSimd.MultiplyAdd(v, a, s3a);
                    v = TSimd.Splat(x[i + 4 * TSimd.Lanes]);
                    s4a = TSimd.MultiplyAdd(v, a, s4a);
                    v = TSimd.Splat(x[i + 5 * TSimd.Lanes]);
                    s5a = TSimd.MultiplyAdd(v, a, s5a);
                    v = TSimd.Splat(x[i + 6 * TSimd.Lanes]);
                    s6a = TSimd.MultiplyAdd(v, a, s6a);
                    v = TSimd.Splat(x[i + 7 * TSimd.Lanes]);
                    s7a = TSimd.MultiplyAdd(v, a, s7a);
                    v = TSimd.Splat(x[i + 8 * TSimd.Lanes]);
                    s8a = TSimd.MultiplyAdd(v, a, s8a);
                    v = TSimd.Splat(x[i + 9 * TSimd.Lanes]);
                    s9a = TSimd.MultiplyAdd(v, a, s9a);
                    v = TSimd.Splat(x[i + 10 * TSimd.Lanes]);
                    s10a = TSimd.MultiplyAdd(v, a, s10a);
                    v = TSimd.Splat(x[i + 11 * TSimd.Lanes]);
                    s11a = TSimd.MultiplyAdd(v, a, s11a);
                    v = TSimd.Splat(x[i + 12 * TSimd.Lanes]);
                    s12a = TSimd.MultiplyAdd(v, a, s12a);
                    v = TSimd.Splat(x[i + 13 * TSimd.Lanes]);
                    s13a = TSimd.MultiplyAdd(v, a, s13a);
                    weights += TSimd.Lanes;
                }
            }
            input += blockStride;
        }
        TSimd.Store(sums, s0a);
        TSimd.Store(sums + 1 * TSimd.Lanes, s1a);
        TSimd.Store(sums + 2 * TSimd.Lanes, s2a);
        TSimd.Store(sums + 3 * TSimd.Lanes, s3a);
        TSimd.Store(sums + 4 * TSimd.Lanes, s4a);
        TSimd.Store(sums + 5 * TSimd.Lanes, s5a);
        TSimd.Store(sums + 6 * TSimd.Lanes, s6a);
        TSimd.Store(sums + 7 * TSimd.Lanes, s7a);
        TSimd.Store(sums + 8 * TSimd.Lanes, s8a);
        TSimd.Store(sums + 9 * TSimd.Lanes, s9a);
        TSimd.Store(sums + 10 * TSimd.Lanes, s10a);
        TSimd.Store(sums + 11 * TSimd.Lanes, s11a);
        TSimd.Store(sums + 12 * TSimd.Lanes, s12a);
        TSimd.Store(sums + 13 * TSimd.Lanes, s13a);
    }

    /// <summary>6 pixels by 2 vectors of output channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow6x2(float* input, nint blockStride, int blocks, nint* taps, int tapCount, float* weights, float* sums)
    {
        var s0a = TSimd.Load(sums);
        var s0b = TSimd.Load(sums + 1 * TSimd.Lanes);
        var s1a = TSimd.Load(sums + 2 * TSimd.Lanes);
        var s1b = TSimd.Load(sums + 3 * TSimd.Lanes);
        var s2a = TSimd.Load(sums + 4 * TSimd.Lanes);
        var s2b = TSimd.Load(sums + 5 * TSimd.Lanes);
        var s3a = TSimd.Load(sums + 6 * TSimd.Lanes);
        var s3b = TSimd.Load(sums + 7 * TSimd.Lanes);
        var s4a = TSimd.Load(sums + 8 * TSimd.Lanes);
        var s4b = TSimd.Load(sums + 9 * TSimd.Lanes);
        var s5a = TSimd.Load(sums + 10 * TSimd.Lanes);
        var s5b = TSimd.Load(sums + 11 * TSimd.Lanes);
        for (var block = 0; block < blocks; block++)
        {
            for (var tap = 0; tap < tapCount; tap++)
            {
                var x = input + taps[tap];
                for (var i = 0; i < TSimd.Lanes; i++)
                {
                    var a = TSimd.Load(weights);
                    var b = TSimd.Load(weights + TSimd.Lanes);
                    var v = TSimd.Splat(x[i]);
                    s0a = TSimd.MultiplyAdd(v, a, s0a);
                    s0b = TSimd.MultiplyAdd(v, b, s0b);
                    v = TSimd.Splat(x[i + 1 * TSimd.Lanes]);
                    s1a = TSimd.MultiplyAdd(v, a, s1a);
                    s1b = TSimd.MultiplyAdd(v, b, s1b);
                    v = TSimd.Splat(x[i + 2 * TSimd.Lanes]);
                    s2a = TSimd.MultiplyAdd(v, a, s2a);
                    s2b = TSimd.MultiplyAdd(v, b, s2b);
                    v = TSimd.Splat(x[i + 3 * TSimd.Lanes]);
                    s3a = TSimd.MultiplyAdd(v, a, s3a);
                    s3b = TSimd.MultiplyAdd(v, b, s3b);
                    v = TSimd.Splat(x[i + 4 * TSimd.Lanes]);
                    s4a = TSimd.MultiplyAdd(v, a, s4a);
                    s4b = TSimd.MultiplyAdd(v, b, s4b);
                    v = TSimd.Splat(x[i + 5 * TSimd.Lanes]);
                    s5a = TSimd.MultiplyAdd(v, a, s5a);
                    s5b = TSimd.MultiplyAdd(v, b, s5b);
                    weights += 2 * TSimd.Lanes;
                }
            }
            input += blockStride;
        }
        TSimd.Store(sums, s0a);
        TSimd.Store(sums + 1 * TSimd.Lanes, s0b);
        TSimd.Store(sums + 2 * TSimd.Lanes, s1a);
        TSimd.Store(sums + 3 * TSimd.Lanes, s1b);
        TSimd.Store(sums + 4 * TSimd.Lanes, s2a);
        TSimd.Store(sums + 5 * TSimd.Lanes, s2b);
        TSimd.Store(sums + 6 * TSimd.Lanes, s3a);
        TSimd.Store(sums + 7 * TSimd.Lanes, s3b);
        TSimd.Store(sums + 8 * TSimd.Lanes, s4a);
        TSimd.Store(sums + 9 * TSimd.Lanes, s4b);
        TSimd.Store(sums + 10 * TSimd.Lanes, s5a);
        TSimd.Store(sums + 11 * TSimd.Lanes, s5b);
    }

    /// <summary>6 pixels by 1 vector of output channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow6x1(float* input, nint blockStride, int blocks, nint* taps, int tapCount, float* weights, float* sums)
    {
        var s0a = TSimd.Load(sums);
        var s1a = TSimd.Load(sums + 1 * TSimd.Lanes);
        var s2a = TSimd.Load(sums + 2 * TSimd.Lanes);
        var s3a = TSimd.Load(sums + 3 * TSimd.Lanes);
        var s4a = TSimd.Load(sums + 4 * TSimd.Lanes);
        var s5a = TSimd.Load(sums + 5 * TSimd.Lanes);
        for (var block = 0; block < blocks; block++)
        {
            for (var tap = 0; tap < tapCount; tap++)
            {
                var x = input + taps[tap];
                for (var i = 0; i < TSimd.Lanes; i++)
                {
                    var a = TSimd.Load(weights);
                    var v = TSimd.Splat(x[i]);
                    s0a = TSimd.MultiplyAdd(v, a, s0a);
                    v = TSimd.Splat(x[i + 1 * TSimd.Lanes]);
                    s1a = TSimd.MultiplyAdd(v, a, s1a);
                    v = TSimd.Splat(x[i + 2 * TSimd.Lanes]);
                    s2a = TSimd.MultiplyAdd(v, a, s2a);
                    v = TSimd.Splat(x[i + 3 * TSimd.Lanes]);
                    s3a = TSimd.MultiplyAdd(v, a, s3a);
                    v = TSimd.Splat(x[i + 4 * TSimd.Lanes]);
                    s4a = TSimd.MultiplyAdd(v, a, s4a);
                    v = TSimd.Splat(x[i + 5 * TSimd.Lanes]);
                    s5a = TSimd.MultiplyAdd(v, a, s5a);
                    weights += TSimd.Lanes;
                }
            }
            input += blockStride;
        }
        TSimd.Store(sums, s0a);
        TSimd.Store(sums + 1 * TSimd.Lanes, s1a);
        TSimd.Store(sums + 2 * TSimd.Lanes, s2a);
        TSimd.Store(sums + 3 * TSimd.Lanes, s3a);
        TSimd.Store(sums + 4 * TSimd.Lanes, s4a);
        TSimd.Store(sums + 5 * TSimd.Lanes, s5a);
    }
}
