namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// StyleGAN1's adaptive instance normalisation. Every channel of every sample to mean 0 and variance 1 over its pixels, then scaled and shifted
/// by its style: y[n, c] = (x[n, c] - mean) / sqrt(mean of (x[n, c] - mean)^2 + 1e-8) * (S[n, StyleOffset + c] + 1) + S[n, StyleOffset + C + c].
/// </summary>
internal sealed record StyledInstanceNorm(TensorId Input, TensorId Output, TensorId Styles, int StyleOffset) : PlanOp
{
    public const double Epsilon = 1e-8;

    public override IEnumerable<TensorId> Reads => [Input, Styles];

    public override TensorId Writes => Output;
}
