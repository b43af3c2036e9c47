namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// y[n, o] = epilogue(sum over i of x[n, i] * Weight[o, i] * WeightGain), with Weight [out, in].
/// WeightGain is lr_multiplier / sqrt(in), the epilogue's BiasGain is lr_multiplier.
/// </summary>
internal sealed record FullyConnected(TensorId Input, TensorId Output, Parameter Weight, double WeightGain, Epilogue Epilogue) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [Input];

    public override TensorId Writes => Output;
}
