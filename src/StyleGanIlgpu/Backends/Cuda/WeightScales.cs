using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// What weights [out, in, kh, kw] are divided by before they become float16: the largest of an output channel by magnitude, so that what is left
/// lies in [-1, 1].
/// </summary>
internal static class WeightScales
{
    /// <summary>One an output channel, gain included; 1 for a channel of zeros.</summary>
    public static void Write(ReadOnlySpan<float> stored, double gain, Span<float> scales)
    {
        var length = stored.Length / scales.Length;
        for (var o = 0; o < scales.Length; o++)
        {
            var largest = 0.0;
            foreach (var value in stored.Slice(o * length, length))
                largest = Math.Max(largest, Math.Abs(value * gain));
            scales[o] = largest > 0 ? (float)largest : 1;
        }
    }

    public static float[] Of(Parameter weight, double gain)
    {
        var scales = new float[weight.Shape[0]];
        Write(weight.Span, gain, scales);
        return scales;
    }
}
