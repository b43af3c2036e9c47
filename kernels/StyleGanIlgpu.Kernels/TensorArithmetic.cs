using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>What a convolution on tensor cores computes in.</summary>
internal interface ITensorArithmetic
{
    /// <summary>Whether numbers are products of two parts each, whose sums are drained.</summary>
    static abstract bool IsSplit { get; }

    /// <summary>Whether maps and weights are float16; otherwise they are float32.</summary>
    static abstract bool IsHalf { get; }
}

/// <summary>
/// float32: every number is split into two of tf32, big and small, and three of the four products are summed up. Tensor cores truncate as they
/// accumulate, so their sums are short (one tap of a block of channels) and added up by the ordinary units.
/// </summary>
internal readonly struct SplitTf32 : ITensorArithmetic
{
    public static bool IsSplit => true;

    public static bool IsHalf => false;

    /// <summary>What the numbers of a fragment are to the nearest: as cvt.rna.tf32, without its care for infinity and NaN, which the small part keeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Big(Words4 words) => new() { X = Big(words.X), Y = Big(words.Y), Z = Big(words.Z), W = Big(words.W) };

    /// <summary>What the big part leaves: 12 digits at most, of which the tensor core reads 11.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Small(Words4 words, Words4 big) => new()
    {
        X = Small(words.X, big.X),
        Y = Small(words.Y, big.Y),
        Z = Small(words.Z, big.Z),
        W = Small(words.W, big.W),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Big(uint word) => (word + 0x1000) & ~0x1FFFu;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Small(uint word, uint big) => Interop.FloatAsInt(Interop.IntAsFloat(word) - Interop.IntAsFloat(big));
}

/// <summary>Single products of numbers rounded to tf32: weights when they are prepared, pixels when they are multiplied by the styles.</summary>
internal readonly struct SingleTf32 : ITensorArithmetic
{
    public static bool IsSplit => false;

    public static bool IsHalf => false;
}

/// <summary>
/// Maps in float16, and products of float16 with sums in float32. Nothing overflows on the way: styles and weights lie in [-1, 1], what they were
/// divided by being part of the epilogue's coefficients. The errors are those of 11 digits, beside which what the tensor cores truncate is nothing.
/// </summary>
internal readonly struct HalfProducts : ITensorArithmetic
{
    public static bool IsSplit => false;

    public static bool IsHalf => true;
}
