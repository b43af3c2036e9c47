namespace StyleGanIlgpu.Plans.Ops;

/// <summary>Maps [N, C, H, W] in [-1, 1] to interleaved bytes [N, H, W, C] by one of the two published rules, in float32 arithmetic.</summary>
internal sealed record ToRgb8(TensorId Input, TensorId Output, ByteRule Rule) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [Input];

    public override TensorId Writes => Output;
}
