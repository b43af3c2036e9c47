using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>The convolution and everything around it, one step after another.</summary>
internal static class ReferenceConvolution
{
    public static Nchw Run(Convolution op, ReferenceSession session)
    {
        var x = session[op.Input];
        if (op.Modulation is { } modulation)
            x = x.ScaledByRows(session[modulation.Styles], modulation.StyleOffset);

        var weight = Nchw.Of(op.Weight).Map((value, _) => value * op.WeightGain);
        var y = op.UpsamplingFilter is { } filter
            ? Resample(x, weight, FirFilter.Of(filter), up: 2, down: 1, Padding.All(op.Padding), flipWeight: false)
            : Resample(x, weight, FirFilter.Identity, up: 1, down: 1, Padding.All(op.Padding), flipWeight: true);

        if (op.Modulation is { Demodulation: { } coefficients } demodulated)
            y = y.ScaledByRows(session[coefficients], demodulated.DemodulationOffset);
        if (op.Noise is { } noise)
            y = WithNoise(y, Noise(noise, y.Height, y.Width, session.NoiseSeed), noise.Strength);
        y = ReferenceEpilogue.Apply(y, op.Epilogue);
        return op.Residual is { } residual ? Sum(y, session[residual]) : y;
    }

    /// <summary>
    /// Up-samples with the filter, convolves (correlates where the weight is flipped), down-samples with the filter. Padding is counted on the
    /// up-sampled image, and the filter's own margins come on top: with padding (k - 1) / 2 the size becomes size * up / down.
    /// </summary>
    public static Nchw Resample(
        Nchw input, Nchw weight, FirFilter filter, int up, int down, Padding padding, bool flipWeight, bool flipFilter = false)
    {
        var (left, right) = FilterMargins(filter.Width, up, down);
        var (top, bottom) = FilterMargins(filter.Height, up, down);
        var margins = new Padding(padding.Left + left, padding.Right + right, padding.Top + top, padding.Bottom + bottom);
        var raised = ReferenceUpFirDn.Apply(input, up > 1 ? filter : FirFilter.Identity, up, up, 1, 1, margins, up * up, flipFilter);
        var output = Correlate(raised, flipWeight ? weight : weight.Flipped());
        return down > 1 ? ReferenceUpFirDn.Apply(output, filter, 1, 1, down, down, default, 1, flipFilter) : output;
    }

    /// <summary>y[n, o, y, x] = sum over i, ky, kx of weight[o, i, ky, kx] * x[n, i, y + ky, x + kx], where all of the kernel fits.</summary>
    public static Nchw Correlate(Nchw input, Nchw weight)
    {
        if (weight.Channels != input.Channels)
            throw new ArgumentException($"The weight takes {weight.Channels} channels, the input has {input.Channels}.");
        var output = new Nchw(input.Batch, weight.Batch, input.Height - weight.Height + 1, input.Width - weight.Width + 1);
        output.ForEachPlane((n, o) =>
        {
            for (var y = 0; y < output.Height; y++)
            {
                var row = output.Row(n, o, y);
                for (var i = 0; i < input.Channels; i++)
                {
                    for (var ky = 0; ky < weight.Height; ky++)
                    {
                        var source = input.Row(n, i, y + ky);
                        for (var kx = 0; kx < weight.Width; kx++)
                            RowLoops.AddScaled(row, weight[o, i, ky, kx], source.Slice(kx, row.Length));
                    }
                }
            }
        });
        return output;
    }

    /// <summary>Adds noise [1 or N, 1, H, W] * strength to every channel, times the channel's own strength where there are such.</summary>
    public static Nchw WithNoise(Nchw input, Nchw noise, double strength, Parameter? channelStrengths = null)
    {
        var output = new Nchw(input.Batch, input.Channels, input.Height, input.Width);
        output.ForEachPlane((n, c) =>
        {
            var strengthHere = strength * (channelStrengths?.Span[c] ?? 1);
            for (var y = 0; y < output.Height; y++)
            {
                for (var x = 0; x < output.Width; x++)
                    output[n, c, y, x] = input[n, c, y, x] + (noise[noise.Batch == 1 ? 0 : n, 0, y, x] * strengthHere);
            }
        });
        return output;
    }

    /// <summary>What a filter adds to the padding of the up-sampled image: halves rounded down, also below zero.</summary>
    private static (int Before, int After) FilterMargins(int taps, int up, int down)
    {
        var (before, after) = (0, 0);
        if (up > 1)
            (before, after) = ((taps + up - 1) >> 1, (taps - up) >> 1);
        if (down > 1)
            (before, after) = (before + ((taps - down + 1) >> 1), after + ((taps - down) >> 1));
        return (before, after);
    }

    /// <summary>The noise of a layer [1, 1, H, W], its strength left out.</summary>
    public static Nchw Noise(Noise noise, int height, int width, ulong seed)
    {
        if (noise.Constant is { } constant)
            return new Nchw(1, 1, height, width, Nchw.Of(constant).Values);
        var random = new Nchw(1, 1, height, width);
        var row = new float[width];
        for (var y = 0; y < height; y++)
        {
            PhiloxNoise.Fill(row, seed, noise.Layer, y, 0);
            Array.ConvertAll(row, value => (double)value).CopyTo(random.Row(0, 0, y));
        }
        return random;
    }

    private static Nchw Sum(Nchw a, Nchw b)
    {
        var sum = new Nchw(a.Batch, a.Channels, a.Height, a.Width);
        for (var i = 0; i < sum.Values.Length; i++)
            sum.Values[i] = a.Values[i] + b.Values[i];
        return sum;
    }
}
