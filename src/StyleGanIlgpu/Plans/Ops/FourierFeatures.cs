namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// StyleGAN3's input [N, C, H, W]. From t = S[n, StyleOffset .. + 4], divided by the norm of its first two, and the caller's transform
/// [N, 9] (a row-major 3x3 matrix, the inverse of the wanted image transform):
/// M = [[t0, -t1, 0], [t1, t0, 0], [0, 0, 1]] * [[1, 0, -t2], [0, 1, -t3], [0, 0, 1]] * Transform;
/// phase[c] = Phases[c] + Frequencies[c] . M[:2, 2]; f[c] = Frequencies[c] * M[:2, :2];
/// amplitude[c] = clip(1 - (|f| - Bandwidth) / (SamplingRate / 2 - Bandwidth), 0, 1);
/// y[c, i, j] = sin(2 pi (f[c] . ((j + 0.5 - W / 2) / SamplingRate, (i + 0.5 - H / 2) / SamplingRate) + phase[c])) * amplitude[c].
/// </summary>
internal sealed record FourierFeatures(
    TensorId Styles,
    int StyleOffset,
    TensorId Transform,
    TensorId Output,
    Parameter Frequencies,
    Parameter Phases,
    double SamplingRate,
    double Bandwidth) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [Styles, Transform];

    public override TensorId Writes => Output;
}
