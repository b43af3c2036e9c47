using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>The learned constant, once per sample.</summary>
internal static class ReferenceConstantInput
{
    public static Nchw Run(ConstantInput op, ReferenceSession session)
    {
        var output = session.New(op.Output);
        var sample = Nchw.Of(op.Constant).Values;
        for (var n = 0; n < output.Batch; n++)
            sample.CopyTo(output.Values, n * sample.Length);
        return output;
    }
}
