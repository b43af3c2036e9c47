using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Rows brought to a mean square of one.</summary>
internal static class ReferenceNormalizeSecondMoment
{
    /// <summary>The output as it is so far, with this op's part written.</summary>
    public static Nchw Run(NormalizeSecondMoment op, ReferenceSession session)
    {
        var x = session[op.Input];
        var output = session.Parts(op.Output);
        for (var n = 0; n < x.Batch; n++)
        {
            double meanSquare = 0;
            for (var i = 0; i < x.Channels; i++)
                meanSquare += x[n, i] * x[n, i] / x.Channels;
            for (var i = 0; i < x.Channels; i++)
                output[n, op.OutputOffset + i] = x[n, i] / Math.Sqrt(meanSquare + NormalizeSecondMoment.Epsilon);
        }
        return output;
    }
}
