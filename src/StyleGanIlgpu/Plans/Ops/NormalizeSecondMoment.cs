namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// y[n, OutputOffset + i] = x[n, i] / sqrt(mean over i of x[n, i]^2 + 1e-8). The offset lets several inputs stand side by side
/// in one output (latent and class embedding); the rest of the output isn't touched.
/// </summary>
internal sealed record NormalizeSecondMoment(TensorId Input, TensorId Output, int OutputOffset = 0) : PlanOp
{
    public const double Epsilon = 1e-8;

    public override IEnumerable<TensorId> Reads => [Input];

    public override TensorId Writes => Output;
}
