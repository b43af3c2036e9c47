using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// The styles of a sample as the products take them, in shared memory, a word a lane: a float32, or two of float16. Those that fill up the last
/// block are zero, so that they blot out what the maps are filled up with.
/// </summary>
internal static class TensorStyles
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TArithmetic>(TensorConvolutionArguments a, ArrayView<float> styles, int sample, int threads)
        where TArithmetic : struct, ITensorArithmetic
    {
        for (var i = Group.IdxX; i < styles.IntLength; i += threads)
        {
            if (TArithmetic.IsHalf)
                styles[i] = Interop.IntAsFloat(TensorCore.PackHalf2(Style(a, sample, 2 * i), Style(a, sample, (2 * i) + 1)));
            else if (TArithmetic.IsSplit)
                styles[i] = Style(a, sample, i);
            else
                styles[i] = Style(a, sample, i) * SingleTf32.Compensation;
        }
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
}
