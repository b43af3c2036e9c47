namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// What follows a convolution in StyleGAN1 (arXiv 1812.04948, section 2), in this order:
/// <list type="number">
/// <item>+ noise of the pixel * Noise.Strengths[c], where there is noise;</item>
/// <item>Epilogue;</item>
/// <item>adaptive instance normalisation: every channel of every sample to mean 0 and variance 1 over its pixels, then scaled and shifted by its
/// style: y[n, c] = (x[n, c] - mean) / sqrt(mean of (x[n, c] - mean)^2 + 1e-8) * (S[n, StyleOffset + c] + 1) + S[n, StyleOffset + C + c].</item>
/// </list>
/// </summary>
internal sealed record StyledInstanceNorm(
    TensorId Input,
    TensorId Output,
    TensorId Styles,
    int StyleOffset,
    Epilogue Epilogue,
    ChannelNoise? Noise = null) : PlanOp
{
    public const double Epsilon = 1e-8;

    public override IEnumerable<TensorId> Reads => [Input, Styles];

    public override TensorId Writes => Output;
}

/// <summary>Noise that every channel takes in a strength of its own: Strengths [C], on top of the strength of the noise.</summary>
internal sealed record ChannelNoise(Noise Noise, Parameter Strengths);
