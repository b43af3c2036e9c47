using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// What weights [out, in, kh, kw] are divided by before they become float16, so that what is left lies in [-1, 1]: the largest of an output channel by
/// magnitude, or of 1x1 kernels, whose errors no other tap makes up for, up to twice that, where the channel's weights lie nearest to numbers of float16.
/// </summary>
internal static class WeightScales
{
    /// <summary>More find little.</summary>
    private const int MostTries = 256;

    /// <summary>Numbers that are rounded for a layer: small channels gain the most by trying, large ones cost the most.</summary>
    private const int MostRounded = 1 << 20;

    /// <summary>One an output channel, gain included; 1 for a channel of zeros.</summary>
    public static void Write(Parameter weight, double gain, Span<float> scales)
    {
        var stored = weight.Span;
        var length = stored.Length / scales.Length;
        var tries = weight.Shape[2] * weight.Shape[3] == 1 ? Math.Clamp(MostRounded / stored.Length, 1, MostTries) : 1;
        for (var o = 0; o < scales.Length; o++)
        {
            var own = stored.Slice(o * length, length);
            var largest = 0.0;
            foreach (var value in own)
                largest = Math.Max(largest, Math.Abs(value * gain));
            scales[o] = largest > 0 ? Best(own, gain, largest, tries) : 1;
        }
    }

    public static float[] Of(Parameter weight, double gain)
    {
        var scales = new float[weight.Shape[0]];
        Write(weight, gain, scales);
        return scales;
    }

    private static float Best(ReadOnlySpan<float> own, double gain, double largest, int tries)
    {
        var (best, least) = ((float)largest, double.PositiveInfinity);
        for (var i = 0; i < tries && tries > 1; i++)
        {
            var scale = (float)(largest * tries / (tries - (0.5 * i)));
            var error = 0.0;
            foreach (var value in own)
            {
                var weight = value * gain;
                var off = ((double)(Half)(float)(weight / scale) * scale) - weight;
                error += off * off;
            }
            if (error < least)
                (best, least) = (scale, error);
        }
        return best;
    }
}
