namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// x is Inputs[0] and Inputs[1] side by side, or the one that there is; y[n, OutputOffset + i] = x[n, i] / sqrt(mean over i of x[n, i]^2 + 1e-8).
/// Two inputs are normalised as one row (StyleGAN1's latent and class); the offset lets rows that are normalised each by itself stand side by
/// side in one output (StyleGAN2's). The rest of the output isn't touched.
/// </summary>
internal sealed record NormalizeSecondMoment(IReadOnlyList<TensorId> Inputs, TensorId Output, int OutputOffset = 0) : PlanOp
{
    public const double Epsilon = 1e-8;

    public NormalizeSecondMoment(TensorId input, TensorId output, int outputOffset = 0)
        : this([input], output, outputOffset)
    {
    }

    public override IEnumerable<TensorId> Reads => Inputs;

    public override TensorId Writes => Output;
}
