using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>The device side of <see cref="EpilogueArguments"/>, a quad at a time: what depends on the channel alone is read once for many pixels.</summary>
internal static class Epilogue
{
    /// <summary>Demodulation coefficients of a quad. Rows are only aligned to 4 bytes, so they are read one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Coefficients(EpilogueArguments a, int sample, int quad)
    {
        var coefficients = QuadMath.Splat(1f);
        if (a.Demodulation.Length > 0)
        {
            var channel = quad * Float4.Length;
            var at = (sample * a.DemodulationStride) + a.DemodulationOffset + channel;
            if (channel < a.Channels)
                coefficients.X = a.Demodulation[at];
            if (channel + 1 < a.Channels)
                coefficients.Y = a.Demodulation[at + 1];
            if (channel + 2 < a.Channels)
                coefficients.Z = a.Demodulation[at + 2];
            if (channel + 3 < a.Channels)
                coefficients.W = a.Demodulation[at + 3];
        }
        return coefficients;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Bias(EpilogueArguments a, int quad)
    {
        var bias = default(Float4);
        if (a.Bias.Length > 0)
            bias = a.Bias[quad];
        return bias;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Noise(EpilogueArguments a, int y, int x)
    {
        var noise = 0f;
        if (a.Noise.Length > 0)
            noise = a.Noise[(y * a.NoiseStride) + x];
        return noise;
    }

    /// <summary>The quad of the residual at the output's own place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Residual(EpilogueArguments a, int place)
    {
        var residual = default(Float4);
        if (a.Residual.Length > 0)
            residual = StoredMaps.Load(a.Residual, a.IsHalf, place);
        return residual;
    }

    /// <summary>Whether sums are multiplied by their coefficients, and that is all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsScaleOnly(EpilogueArguments a) =>
        a.Bias.Length == 0 & a.Noise.Length == 0 & a.Residual.Length == 0
        & a.Activation <= (int)ActivationKind.LeakyRelu & a.Slope == 1f & a.Gain == 1f & a.Limit >= float.MaxValue;

    /// <summary>Finishes the sums of four channels of a pixel, and stores them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(EpilogueArguments a, ArrayView<Float4> output, int place, Float4 sums, Float4 coefficients, Float4 bias, float noise) =>
        StoredMaps.Store(output, a.IsHalf, place, Finish(a, sums, coefficients, bias, noise, Residual(a, place)));

    /// <summary>Finishes the sums of four channels of a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 Finish(EpilogueArguments a, Float4 sums, Float4 coefficients, Float4 bias, float noise, Float4 residual)
    {
        var x = QuadMath.Add(QuadMath.MultiplyAdd(sums, coefficients, QuadMath.Splat(noise)), bias);
        if (a.Activation <= (int)ActivationKind.LeakyRelu)
        {
            x.X = ActivationFunctions.Bent(x.X, a.Slope);
            x.Y = ActivationFunctions.Bent(x.Y, a.Slope);
            x.Z = ActivationFunctions.Bent(x.Z, a.Slope);
            x.W = ActivationFunctions.Bent(x.W, a.Slope);
        }
        else
        {
            x.X = ActivationFunctions.Smooth(a.Activation, x.X);
            x.Y = ActivationFunctions.Smooth(a.Activation, x.Y);
            x.Z = ActivationFunctions.Smooth(a.Activation, x.Z);
            x.W = ActivationFunctions.Smooth(a.Activation, x.W);
        }
        return new Float4
        {
            X = Clamp(x.X * a.Gain, a.Limit) + residual.X,
            Y = Clamp(x.Y * a.Gain, a.Limit) + residual.Y,
            Z = Clamp(x.Z * a.Gain, a.Limit) + residual.Z,
            W = Clamp(x.W * a.Gain, a.Limit) + residual.W,
        };
    }

    /// <summary>Activation, gain and clamp of one channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Finish(EpilogueArguments a, float x)
    {
        if (a.Activation <= (int)ActivationKind.LeakyRelu)
            x = ActivationFunctions.Bent(x, a.Slope);
        else
            x = ActivationFunctions.Smooth(a.Activation, x);
        return Clamp(x * a.Gain, a.Limit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Clamp(float x, float limit) => MathF.Min(MathF.Max(x, -limit), limit);
}
