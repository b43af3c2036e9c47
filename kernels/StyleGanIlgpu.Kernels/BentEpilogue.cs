using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// <see cref="Epilogue"/> where nearly all layers have no more: times coefficient, + noise, + bias, two lines, gain, clamp. The caller multiplies
/// coefficients, bias and noise by the gain beforehand, and float16's largest number is in the limit: a channel takes six instructions.
/// </summary>
internal static class BentEpilogue
{
    private const float LargestHalf = 65504f;

    /// <summary>Whether it does all that the arguments say; the same for all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(EpilogueArguments a) =>
        a.Activation <= (int)ActivationKind.LeakyRelu & a.Residual.Length == 0 & a.Gain >= 0f & a.Slope >= 0f & a.Slope <= 1f;

    /// <summary>The largest number that may be stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Limit(EpilogueArguments a) => a.IsHalf != 0 ? MathF.Min(a.Limit, LargestHalf) : a.Limit;

    /// <summary>Multiplies by the gain what depends on the channel alone, where <see cref="Fits"/>.</summary>
    /// <returns>What noise is to be multiplied by.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float TakeGain(EpilogueArguments a, bool fits, ref Float4 coefficients, ref Float4 bias)
    {
        var noiseGain = 1f;
        if (fits)
        {
            noiseGain = a.Gain;
            coefficients = QuadMath.Multiply(coefficients, QuadMath.Splat(noiseGain));
            bias = QuadMath.Multiply(bias, QuadMath.Splat(noiseGain));
        }
        return noiseGain;
    }

    /// <summary>Finishes the sums of four channels of a pixel, and stores them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(EpilogueArguments a, ArrayView<Float4> output, int place, Float4 sums, Float4 coefficients, Float4 bias, float noise, float limit)
    {
        var value = Finish(a, sums, coefficients, bias, noise, limit);
        if (a.IsHalf != 0)
            HalfStorage.StoreFitting(output, place, value);
        else
            FloatStorage.Store(output, place, value);
    }

    /// <summary>Finishes the sums of four channels of a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Finish(EpilogueArguments a, Float4 sums, Float4 coefficients, Float4 bias, float noise, float limit) =>
        Bend(a, QuadMath.Add(QuadMath.MultiplyAdd(sums, coefficients, QuadMath.Splat(noise)), bias), limit);

    /// <summary>The two lines and the clamp, of what has the gain already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Bend(EpilogueArguments a, Float4 x, float limit) => new()
    {
        X = Clamp(MathF.Max(x.X, x.X * a.Slope), limit),
        Y = Clamp(MathF.Max(x.Y, x.Y * a.Slope), limit),
        Z = Clamp(MathF.Max(x.Z, x.Z * a.Slope), limit),
        W = Clamp(MathF.Max(x.W, x.W * a.Slope), limit),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Clamp(float x, float limit) => MathF.Min(MathF.Max(x, -limit), limit);
}
