using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// A 1x1 convolution to at most four channels (torgb): so little arithmetic that reading the input once is all that counts.
/// Tile: 64 pixels a group. Eight lanes share a pixel and read 128 bytes of it side by side; each does so for four pixels at once, which it
/// multiplies by the same weights, modulated beforehand in shared memory. Small maps give a pixel 16 or 32 lanes, so that there are more groups and
/// each lane has fewer channels. All that a group reads before its first sum is on its way at once: weights, styles, pixels and what the epilogue
/// takes; the next quad of a pixel is on its way during the sums of one. The lanes' sums meet in shuffles, of which the first two halve what a lane
/// still carries: 16 of them instead of 48.
/// </summary>
/// <remarks>
/// Ladder:
/// <list type="number">
/// <item>64 channels to 3 at 64 x 64, emulator: by the general kernel 984,000 instructions of warps and 2.48 MB moved; by this one 160,000 and
/// 1.39 MB, of 1.18 MB that must be;</item>
/// <item>the styles staged once, not read for every weight: 1.26 MB. On an H100 in float16 9.9 to 15.5 us from 512 x 4 x 4 to 512 x 64 x 64, where
/// a lane's 16 quads and the staging come one after the other, and 48.7 us for 32 x 1024 x 1024, whose bytes take 33 (five waits for memory
/// in a row, in one of which pixels are read);</item>
/// <item>more lanes for a pixel of small maps, and one wait for memory before the sums: on an H100 6 us up to 128 x 128, from 12; 50 for 1024 x 1024.</item>
/// </list>
/// </remarks>
internal static class NarrowConvolutionKernel<TInput>
    where TInput : struct, IMapStorage
{
    private const int LanePixels = NarrowConvolutionArguments.LanePixels;
    private const int Threads = NarrowConvolutionArguments.Threads;

    public static void Run(NarrowConvolutionArguments a)
    {
        // [output channel, quad of input channels]
        var weights = SharedMemory.GetDynamic<Float4>();
        var styles = weights.SubView(a.InputQuads * Float4.Length, a.InputQuads);
        var sample = Grid.IdxY;
        var lane = Group.IdxX & (a.PixelLanes - 1);
        var firstPixel = ((Grid.IdxX * Threads) + Group.IdxX) / a.PixelLanes * LanePixels;
        var start = ((sample * a.Pixels) + firstPixel) * a.InputQuads;
        var x0 = Load(a, firstPixel, start, lane);
        var x1 = Load(a, firstPixel + 1, start + a.InputQuads, lane);
        var x2 = Load(a, firstPixel + 2, start + (2 * a.InputQuads), lane);
        var x3 = Load(a, firstPixel + 3, start + (3 * a.InputQuads), lane);

        // Of a pixel's lanes the first four finish one pixel each.
        var pixel = firstPixel + ((lane & 1) * 2) + ((lane >> 1) & 1);
        var isFinisher = lane < LanePixels & pixel < a.Pixels;
        var place = ((sample * a.Pixels) + pixel) * a.OutputQuads;
        var noise = 0f;
        var residual = default(Float4);
        var coefficients = default(Float4);
        var bias = default(Float4);
        if (isFinisher)
        {
            var y = pixel / a.Width;
            noise = Epilogue.Noise(a.Epilogue, y, pixel - (y * a.Width));
            residual = Epilogue.Residual(a.Epilogue, place);
            coefficients = Epilogue.Coefficients(a.Epilogue, sample, 0);
            bias = Epilogue.Bias(a.Epilogue, 0);
        }

        for (var first = 0; first < a.InputQuads; first += Threads)
            StageWeights(a, weights, styles, sample, first);
        Group.Barrier();

        var sums0 = default(Float4);
        var sums1 = default(Float4);
        var sums2 = default(Float4);
        var sums3 = default(Float4);
        for (var quad = lane; quad < a.InputQuads; quad += a.PixelLanes)
        {
            var next = quad + a.PixelLanes;
            var next0 = Load(a, firstPixel, start, next);
            var next1 = Load(a, firstPixel + 1, start + a.InputQuads, next);
            var next2 = Load(a, firstPixel + 2, start + (2 * a.InputQuads), next);
            var next3 = Load(a, firstPixel + 3, start + (3 * a.InputQuads), next);
            var weights0 = weights[quad];
            var weights1 = weights[a.InputQuads + quad];
            var weights2 = weights[(2 * a.InputQuads) + quad];
            var weights3 = weights[(3 * a.InputQuads) + quad];
            sums0 = Add(sums0, TInput.Widen(x0), weights0, weights1, weights2, weights3);
            sums1 = Add(sums1, TInput.Widen(x1), weights0, weights1, weights2, weights3);
            sums2 = Add(sums2, TInput.Widen(x2), weights0, weights1, weights2, weights3);
            sums3 = Add(sums3, TInput.Widen(x3), weights0, weights1, weights2, weights3);
            x0 = next0;
            x1 = next1;
            x2 = next2;
            x3 = next3;
        }

        // Of every pair of lanes one goes on with the first two pixels and one with the others; then with one each; then all have all of it.
        var isOdd = (lane & 1) != 0;
        var a0 = QuadMath.Add(Choose(isOdd, sums2, sums0), Exchange(Choose(isOdd, sums0, sums2), 1));
        var a1 = QuadMath.Add(Choose(isOdd, sums3, sums1), Exchange(Choose(isOdd, sums1, sums3), 1));
        var isSecond = (lane & 2) != 0;
        var sums = QuadMath.Add(Choose(isSecond, a1, a0), Exchange(Choose(isSecond, a0, a1), 2));
        for (var mask = LanePixels; mask < a.PixelLanes; mask *= 2)
            sums = QuadMath.Add(sums, Exchange(sums, mask));

        if (isFinisher)
        {
            StoredMaps.Store(a.Output, a.Epilogue.IsHalf, place, Epilogue.Finish(a.Epilogue, sums, coefficients, bias, noise, residual));
            // Whoever reads a pixel of float16 reads what fills it up.
            for (var quad = 1; quad < a.OutputQuads; quad++)
                StoredMaps.Store(a.Output, a.Epilogue.IsHalf, place + quad, default);
        }
    }

    /// <summary>The weights of a quad of inputs a thread, times its styles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StageWeights(NarrowConvolutionArguments a, ArrayView<Float4> weights, ArrayView<Float4> styles, int sample, int first)
    {
        var quad = first + Group.IdxX;
        var weights0 = default(Float4);
        var weights1 = default(Float4);
        var weights2 = default(Float4);
        var weights3 = default(Float4);
        if (quad < a.InputQuads)
        {
            weights0 = a.Weights[quad];
            weights1 = a.Weights[a.InputQuads + quad];
            weights2 = a.Weights[(2 * a.InputQuads) + quad];
            weights3 = a.Weights[(3 * a.InputQuads) + quad];
        }
        var channel = (first * Float4.Length) + Group.IdxX;
        var style0 = Style(a, sample, channel);
        var style1 = Style(a, sample, channel + Threads);
        var style2 = Style(a, sample, channel + (2 * Threads));
        var style3 = Style(a, sample, channel + (3 * Threads));
        var numbers = styles.Cast<float>();
        var channels = a.InputQuads * Float4.Length;
        if (channel < channels)
            numbers[channel] = style0;
        if (channel + Threads < channels)
            numbers[channel + Threads] = style1;
        if (channel + (2 * Threads) < channels)
            numbers[channel + (2 * Threads)] = style2;
        if (channel + (3 * Threads) < channels)
            numbers[channel + (3 * Threads)] = style3;
        Group.Barrier();
        if (quad < a.InputQuads)
        {
            var style = styles[quad];
            weights[quad] = QuadMath.Multiply(weights0, style);
            weights[a.InputQuads + quad] = QuadMath.Multiply(weights1, style);
            weights[(2 * a.InputQuads) + quad] = QuadMath.Multiply(weights2, style);
            weights[(3 * a.InputQuads) + quad] = QuadMath.Multiply(weights3, style);
        }
    }

    /// <summary>A style of the sample; zero for the channels that fill up, so that they blot out what the maps are filled up with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Style(NarrowConvolutionArguments a, int sample, int channel)
    {
        var style = channel < a.InputChannels ? 1f : 0f;
        if (a.Styles.Length > 0 & channel < a.InputChannels)
            style = a.Styles[(sample * a.StyleStride) + a.StyleOffset + channel];
        return style;
    }

    /// <summary>The words of a quad of a pixel that begins at start, which nobody waits for before they are widened; zero beyond either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Load(NarrowConvolutionArguments a, int pixel, int start, int quad)
    {
        var value = default(Float4);
        if (pixel < a.Pixels & quad < a.InputQuads)
            value = TInput.LoadWords(a.Input, start + quad);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Add(Float4 sums, Float4 x, Float4 weights0, Float4 weights1, Float4 weights2, Float4 weights3) => new()
    {
        X = Dot(sums.X, x, weights0),
        Y = Dot(sums.Y, x, weights1),
        Z = Dot(sums.Z, x, weights2),
        W = Dot(sums.W, x, weights3),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Dot(float sum, Float4 x, Float4 weights) => MathF.FusedMultiplyAdd(
        x.W, weights.W, MathF.FusedMultiplyAdd(x.Z, weights.Z, MathF.FusedMultiplyAdd(x.Y, weights.Y, MathF.FusedMultiplyAdd(x.X, weights.X, sum))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Choose(bool first, Float4 a, Float4 b) => new()
    {
        X = first ? a.X : b.X,
        Y = first ? a.Y : b.Y,
        Z = first ? a.Z : b.Z,
        W = first ? a.W : b.W,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Exchange(Float4 value, int mask) => new()
    {
        X = Warp.ShuffleXor(value.X, mask),
        Y = Warp.ShuffleXor(value.Y, mask),
        Z = Warp.ShuffleXor(value.Z, mask),
        W = Warp.ShuffleXor(value.W, mask),
    };
}
