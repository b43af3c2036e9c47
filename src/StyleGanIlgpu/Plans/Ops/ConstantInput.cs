namespace StyleGanIlgpu.Plans.Ops;

/// <summary>The learned constant [C, H, W], the same for every sample of the batch.</summary>
internal sealed record ConstantInput(TensorId Output, Parameter Constant) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [];

    public override TensorId Writes => Output;
}
