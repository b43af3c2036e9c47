using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Every layer's affine of its row of ws.</summary>
internal static class ReferenceStyleAffines
{
    public static Nchw Run(StyleAffines op, ReferenceSession session)
    {
        var styles = session.Parts(op.Styles);
        foreach (var slice in op.Slices)
        {
            var s = ReferenceFullyConnected.Multiply(session[op.Ws], slice.WsRow * op.WDim, Nchw.Of(slice.Weight), slice.WeightGain);
            s = s.Map((value, o) => (value + (slice.Bias is { } bias ? bias.Span[o] * slice.BiasGain : 0)) * slice.Gain);
            if (slice.Normalize)
                s = Normalize(s, session.NormalizesStylesAcrossBatch);
            for (var n = 0; n < s.Batch; n++)
            {
                for (var o = 0; o < s.Channels; o++)
                    styles[n, slice.Offset + o] = s[n, o];
            }
        }
        return styles;
    }

    /// <summary>
    /// s / sqrt(mean of s^2), the mean being over the channels of one sample. The official code takes it over the whole batch, which
    /// golden arrays of several samples show.
    /// </summary>
    public static Nchw Normalize(Nchw styles, bool acrossBatch)
    {
        var squares = new double[styles.Batch];
        for (var n = 0; n < styles.Batch; n++)
        {
            for (var o = 0; o < styles.Channels; o++)
                squares[n] += styles[n, o] * styles[n, o] / styles.Channels;
        }
        if (acrossBatch)
            Array.Fill(squares, squares.Average());
        var normalized = new Nchw(styles.Batch, styles.Channels);
        for (var n = 0; n < styles.Batch; n++)
        {
            for (var o = 0; o < styles.Channels; o++)
                normalized[n, o] = styles[n, o] / Math.Sqrt(squares[n]);
        }
        return normalized;
    }
}
