using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Demodulation coefficients from the weights as stored, with no shortcut through precomputed sums.</summary>
internal static class ReferenceDemodulations
{
    public static Nchw Run(Demodulations op, ReferenceSession session)
    {
        var output = session.Parts(op.Output);
        foreach (var slice in op.Slices)
        {
            var d = Coefficients(Nchw.Of(slice.Weight), session[op.Styles], slice.StyleOffset, slice.NormalizeWeight, slice.Gain);
            for (var n = 0; n < d.Batch; n++)
            {
                for (var o = 0; o < d.Channels; o++)
                    output[n, slice.Offset + o] = d[n, o];
            }
        }
        return output;
    }

    public static Nchw Coefficients(Nchw weight, Nchw styles, int styleOffset, bool normalizeWeight, double gain)
    {
        var coefficients = new Nchw(styles.Batch, weight.Batch);
        coefficients.ForEachPlane((n, o) =>
        {
            double plain = 0, modulated = 0;
            for (var i = 0; i < weight.Channels; i++)
            {
                for (var ky = 0; ky < weight.Height; ky++)
                {
                    for (var kx = 0; kx < weight.Width; kx++)
                    {
                        var w = weight[o, i, ky, kx];
                        var scaled = w * styles[n, styleOffset + i];
                        plain += w * w;
                        modulated += scaled * scaled;
                    }
                }
            }
            var g = normalizeWeight ? 1 / Math.Sqrt(plain / (weight.Channels * weight.Height * weight.Width)) : 1;
            coefficients[n, o] = gain * g / Math.Sqrt((modulated * g * g) + Demodulations.Epsilon);
        });
        return coefficients;
    }
}
