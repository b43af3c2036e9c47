using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// A 1x1 convolution to at most four channels (torgb): so little arithmetic that reading the input once is all that counts.
/// Tile: 64 pixels a group. Eight lanes share a pixel and read 128 bytes of it side by side; each does so for four pixels at once, which it
/// multiplies by the same weights, modulated beforehand in shared memory. The lanes' sums meet in shuffles, each of which halves what a lane
/// still carries: 16 of them instead of 48.
/// Ladder (64 channels to 3 at 64 x 64, emulator): by the general kernel 984,000 instructions of warps and 2.48 MB moved; by this one 160,000 and
/// 1.39 MB, of 1.18 MB that must be; with the styles staged once, not read for every weight, 1.26 MB.
/// </summary>
internal static class NarrowConvolutionKernel<TInput>
    where TInput : struct, IMapStorage
{
    private const int PixelLanes = NarrowConvolutionArguments.PixelLanes;
    private const int LanePixels = NarrowConvolutionArguments.LanePixels;

    public static void Run(NarrowConvolutionArguments a)
    {
        // [output channel, quad of input channels]
        var weights = SharedMemory.GetDynamic<Float4>();
        var styles = weights.SubView(a.InputQuads * Float4.Length, a.InputQuads);
        var sample = Grid.IdxY;
        LoadStyles(a, styles.Cast<float>(), sample);
        Group.Barrier();
        for (var i = Group.IdxX; i < a.InputQuads * Float4.Length; i += Group.DimX)
            weights[i] = QuadMath.Multiply(a.Weights[i], styles[i % a.InputQuads]);
        Group.Barrier();

        var lane = Group.IdxX % PixelLanes;
        var firstPixel = (Grid.IdxX * NarrowConvolutionArguments.GroupPixels) + (Group.IdxX / PixelLanes * LanePixels);
        var start = ((sample * a.Pixels) + firstPixel) * a.InputQuads;
        var sums0 = default(Float4);
        var sums1 = default(Float4);
        var sums2 = default(Float4);
        var sums3 = default(Float4);
        for (var quad = lane; quad < a.InputQuads; quad += PixelLanes)
        {
            var x0 = Load(a, firstPixel, start + quad);
            var x1 = Load(a, firstPixel + 1, start + a.InputQuads + quad);
            var x2 = Load(a, firstPixel + 2, start + (2 * a.InputQuads) + quad);
            var x3 = Load(a, firstPixel + 3, start + (3 * a.InputQuads) + quad);
            var weights0 = weights[quad];
            var weights1 = weights[a.InputQuads + quad];
            var weights2 = weights[(2 * a.InputQuads) + quad];
            var weights3 = weights[(3 * a.InputQuads) + quad];
            sums0 = Add(sums0, x0, weights0, weights1, weights2, weights3);
            sums1 = Add(sums1, x1, weights0, weights1, weights2, weights3);
            sums2 = Add(sums2, x2, weights0, weights1, weights2, weights3);
            sums3 = Add(sums3, x3, weights0, weights1, weights2, weights3);
        }

        // Of every pair of lanes one goes on with the first two pixels and one with the others; then with one each; then both have all of it.
        var isOdd = (lane & 1) != 0;
        var a0 = QuadMath.Add(Choose(isOdd, sums2, sums0), Exchange(Choose(isOdd, sums0, sums2), 1));
        var a1 = QuadMath.Add(Choose(isOdd, sums3, sums1), Exchange(Choose(isOdd, sums1, sums3), 1));
        var isSecond = (lane & 2) != 0;
        var sums = QuadMath.Add(Choose(isSecond, a1, a0), Exchange(Choose(isSecond, a0, a1), 2));
        sums = QuadMath.Add(sums, Exchange(sums, 4));

        var pixel = firstPixel + ((lane & 1) * 2) + ((lane >> 1) & 1);
        if (lane < LanePixels & pixel < a.Pixels)
        {
            var y = pixel / a.Width;
            var place = ((sample * a.Pixels) + pixel) * a.OutputQuads;
            var noise = Epilogue.Noise(a.Epilogue, y, pixel - (y * a.Width));
            Epilogue.Store(a.Epilogue, a.Output, place, sums, Epilogue.Coefficients(a.Epilogue, sample, 0), Epilogue.Bias(a.Epilogue, 0), noise);
            // Whoever reads a pixel of float16 reads what fills it up.
            for (var quad = 1; quad < a.OutputQuads; quad++)
                StoredMaps.Store(a.Output, a.Epilogue.IsHalf, place + quad, default);
        }
    }

    /// <summary>The styles of the sample; zero for the channels that fill up, so that they blot out what the maps are filled up with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadStyles(NarrowConvolutionArguments a, ArrayView<float> styles, int sample)
    {
        for (var i = Group.IdxX; i < a.InputQuads * Float4.Length; i += Group.DimX)
        {
            var style = 0f;
            if (i < a.InputChannels)
            {
                style = 1f;
                if (a.Styles.Length > 0)
                    style = a.Styles[(sample * a.StyleStride) + a.StyleOffset + i];
            }
            styles[i] = style;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Load(NarrowConvolutionArguments a, int pixel, int at)
    {
        var value = default(Float4);
        if (pixel < a.Pixels)
            value = TInput.Load(a.Input, at);
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
