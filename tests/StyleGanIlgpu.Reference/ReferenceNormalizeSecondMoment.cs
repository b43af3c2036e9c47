using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>Rows brought to a mean square of one.</summary>
internal static class ReferenceNormalizeSecondMoment
{
    /// <summary>The output as it is so far, with this op's part written.</summary>
    public static Nchw Run(NormalizeSecondMoment op, ReferenceSession session)
    {
        var output = session.Parts(op.Output);
        for (var n = 0; n < output.Batch; n++)
        {
            double[] x = [.. op.Inputs.SelectMany(input => Enumerable.Range(0, session[input].Channels).Select(i => session[input][n, i]))];
            var meanSquare = x.Average(value => value * value);
            for (var i = 0; i < x.Length; i++)
                output[n, op.OutputOffset + i] = x[i] / Math.Sqrt(meanSquare + NormalizeSecondMoment.Epsilon);
        }
        return output;
    }
}
