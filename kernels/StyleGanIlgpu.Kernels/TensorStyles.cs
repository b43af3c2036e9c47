using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// The styles of a sample as the products take them, in shared memory, a word a lane: a float32, or two of float16. Those that fill up the last
/// block are zero, so that they blot out what the maps are filled up with.
/// </summary>
internal static class TensorStyles
{
    /// <returns>What the styles were divided by. The caller waits for the group before it reads them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load<TArithmetic>(TensorConvolutionArguments a, ArrayView<float> styles, int sample, int threads)
        where TArithmetic : struct, ITensorArithmetic
    {
        var largest = 1f;
        if (TArithmetic.IsHalf)
        {
            largest = Largest(a, styles, sample, threads);
            var factor = 1 / largest;
            for (var i = Group.IdxX; i < styles.IntLength; i += threads)
                styles[i] = Interop.IntAsFloat(TensorCore.PackHalf2(Style(a, sample, 2 * i) * factor, Style(a, sample, (2 * i) + 1) * factor));
        }
        else
        {
            for (var i = Group.IdxX; i < styles.IntLength; i += threads)
            {
                var style = Style(a, sample, i);
                if (!TArithmetic.IsSplit)
                    style *= SingleTf32.Compensation;
                styles[i] = style;
            }
        }
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Style(TensorConvolutionArguments a, int sample, int channel)
    {
        var style = 0f;
        if (channel < a.InputChannels)
        {
            style = 1f;
            if (a.Styles.Length > 0)
                style = a.Styles[(sample * a.StyleStride) + a.StyleOffset + channel];
        }
        return style;
    }

    /// <summary>The largest magnitude, 1 where all are zero. The memory serves the warps to tell each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(TensorConvolutionArguments a, ArrayView<float> memory, int sample, int threads)
    {
        var largest = 0f;
        for (var i = Group.IdxX; i < a.InputChannels; i += threads)
            largest = MathF.Max(largest, MathF.Abs(Style(a, sample, i)));
        largest = MathF.Max(largest, Warp.ShuffleXor(largest, 16));
        largest = MathF.Max(largest, Warp.ShuffleXor(largest, 8));
        largest = MathF.Max(largest, Warp.ShuffleXor(largest, 4));
        largest = MathF.Max(largest, Warp.ShuffleXor(largest, 2));
        largest = MathF.Max(largest, Warp.ShuffleXor(largest, 1));
        if ((Group.IdxX & (WarpSums.Lanes - 1)) == 0)
            memory[Group.IdxX >> 5] = largest;
        Group.Barrier();
        for (var i = 0; i < threads >> 5; i++)
            largest = MathF.Max(largest, memory[i]);
        Group.Barrier();
        if (largest == 0)
            largest = 1f;
        return largest;
    }
}
