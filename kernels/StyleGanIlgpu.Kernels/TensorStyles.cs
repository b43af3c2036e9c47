using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// The styles of a sample as the products take them, in shared memory, a word a lane: a float32, or two of float16 and what
/// is left of them. Those that fill up the last
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
            {
                // Of every block first the styles, then what their rounding left.
                var word = i & (TensorConvolutionArguments.BlockWords - 1);
                var pair = ((i / (2 * TensorConvolutionArguments.BlockWords)) * TensorConvolutionArguments.BlockWords) + word;
                var lower = Style(a, sample, 2 * pair);
                var upper = Style(a, sample, (2 * pair) + 1);
                if ((i & TensorConvolutionArguments.BlockWords) != 0)
                {
                    lower -= Rounded(lower);
                    upper -= Rounded(upper);
                }
                styles[i] = Interop.IntAsFloat(TensorCore.PackHalf2(lower, upper));
            }
            else if (TArithmetic.IsSplit)
            {
                styles[i] = Style(a, sample, i);
            }
            else
            {
                styles[i] = Style(a, sample, i) * SingleTf32.Compensation;
            }
        }
    }

    /// <summary>To the nearest of 11 digits. (Ties are float16's business: both ways, the rest makes up for it.)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Rounded(float style) => Interop.IntAsFloat((Interop.FloatAsInt(style) + 0x1000) & ~0x1FFFu);

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
