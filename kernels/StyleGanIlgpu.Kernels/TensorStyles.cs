using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// The styles of a sample in shared memory, and a block's pixels times them where they lie: once a block, not once a tap. Of float16, in pairs, every
/// block has first the styles and then what their rounding left, so that a product is rounded once.
/// </summary>
internal static class TensorStyles
{
    private const int BlockWords = TensorConvolutionArguments.BlockWords;

    /// <summary>Whether pixels aren't what the products want as they are. Channels that fill up meet weights of zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Change<TArithmetic>(TensorConvolutionArguments a)
        where TArithmetic : struct, ITensorArithmetic => a.Styles.Length > 0 | (!TArithmetic.IsSplit & !TArithmetic.IsHalf);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TArithmetic>(TensorConvolutionArguments a, ArrayView<Float4> quads, int sample, int threads)
        where TArithmetic : struct, ITensorArithmetic
    {
        var styles = quads.Cast<float>();
        for (var i = Group.IdxX; i < styles.IntLength; i += threads)
        {
            if (TArithmetic.IsHalf)
            {
                var pair = (((i >> 1) & ~(BlockWords - 1)) | (i & (BlockWords - 1))) * 2;
                var lower = Style(a, sample, pair);
                var upper = Style(a, sample, pair + 1);
                if ((i & BlockWords) != 0)
                {
                    lower -= Rounded(lower);
                    upper -= Rounded(upper);
                }
                styles[i] = Interop.IntAsFloat(TensorCore.PackHalf2(lower, upper));
            }
            else
            {
                styles[i] = Style(a, sample, i);
            }
        }
    }

    /// <summary>Multiplies one piece of every so many pixels.</summary>
    /// <param name="pixels">Where they are.</param>
    /// <param name="first">The first piece.</param>
    /// <param name="count">Pixels from there on, those that are other threads' counted.</param>
    /// <param name="stride">Pieces from one to the next.</param>
    /// <param name="styles">All styles.</param>
    /// <param name="piece">Where those of this piece stand.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale<TArithmetic>(ArrayView<Float4> pixels, int first, int count, int stride, ArrayView<Float4> styles, int piece)
        where TArithmetic : struct, ITensorArithmetic
    {
        var style = styles[piece];
        var rest = default(Float4);
        if (TArithmetic.IsHalf)
            rest = styles[piece + TensorConvolutionArguments.BlockPieces];
        var at = first;
        for (var i = 0; i < count; i += (int)((uint)stride / TensorConvolutionArguments.BlockPieces))
        {
            var pixel = pixels[at];
            if (TArithmetic.IsHalf)
            {
                pixel.X = Product(pixel.X, style.X, rest.X);
                pixel.Y = Product(pixel.Y, style.Y, rest.Y);
                pixel.Z = Product(pixel.Z, style.Z, rest.Z);
                pixel.W = Product(pixel.W, style.W, rest.W);
            }
            else
            {
                pixel = QuadMath.Multiply(pixel, style);
                if (!TArithmetic.IsSplit)
                {
                    pixel.X = Interop.IntAsFloat(TensorCore.RoundToTf32(pixel.X));
                    pixel.Y = Interop.IntAsFloat(TensorCore.RoundToTf32(pixel.Y));
                    pixel.Z = Interop.IntAsFloat(TensorCore.RoundToTf32(pixel.Z));
                    pixel.W = Interop.IntAsFloat(TensorCore.RoundToTf32(pixel.W));
                }
            }
            pixels[at] = pixel;
            at += stride;
        }
    }

    /// <summary>A pair of float16 times styles in two parts each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Product(float pair, float style, float rest)
    {
        var word = Interop.FloatAsInt(pair);
        return Interop.IntAsFloat(TensorCore.MultiplyAddHalf2(word, Interop.FloatAsInt(style), TensorCore.MultiplyHalf2(word, Interop.FloatAsInt(rest))));
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
