using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>A matrix times every row, and the epilogue.</summary>
internal static class ReferenceFullyConnected
{
    public static Nchw Run(FullyConnected op, ReferenceSession session) =>
        ReferenceEpilogue.Apply(Multiply(session[op.Input], 0, Nchw.Of(op.Weight), op.WeightGain), op.Epilogue);

    /// <summary>y[n, o] = sum over i of x[n, offset + i] * weight[o, i] * gain.</summary>
    public static Nchw Multiply(Nchw input, int offset, Nchw weight, double gain)
    {
        var output = new Nchw(input.Batch, weight.Batch);
        for (var n = 0; n < output.Batch; n++)
        {
            for (var o = 0; o < output.Channels; o++)
            {
                double sum = 0;
                for (var i = 0; i < weight.Channels; i++)
                    sum += input[n, offset + i] * weight[o, i] * gain;
                output[n, o] = sum;
            }
        }
        return output;
    }
}
