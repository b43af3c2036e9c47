using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Noise and epilogue; then mean, variance, scale and shift of each plane.</summary>
internal static class ReferenceStyledInstanceNorm
{
    public static Nchw Run(StyledInstanceNorm op, ReferenceSession session)
    {
        var (x, styles) = (session[op.Input], session[op.Styles]);
        if (op.Noise is { } noise)
            x = ReferenceConvolution.WithNoise(x, ReferenceConvolution.Noise(noise.Noise, x.Height, x.Width, session.NoiseSeed), noise.Noise.Strength, noise.Strengths);
        x = ReferenceEpilogue.Apply(x, op.Epilogue);
        var output = new Nchw(x.Batch, x.Channels, x.Height, x.Width);
        output.ForEachPlane((n, c) =>
        {
            var pixels = x.Height * x.Width;
            var plane = x.Values.AsSpan(((n * x.Channels) + c) * pixels, pixels).ToArray();
            var mean = plane.Average();
            var deviation = Math.Sqrt(plane.Average(value => (value - mean) * (value - mean)) + StyledInstanceNorm.Epsilon);
            var (scale, shift) = (styles[n, op.StyleOffset + c] + 1, styles[n, op.StyleOffset + x.Channels + c]);
            var target = output.Values.AsSpan(((n * x.Channels) + c) * pixels, pixels);
            for (var i = 0; i < pixels; i++)
                target[i] = ((plane[i] - mean) / deviation * scale) + shift;
        });
        return output;
    }
}
