namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// StyleGAN3's non-linearity at a raised sampling rate: + Bias[c], then <see cref="UpFirDn"/> by Up with UpFilter, Padding and gain Up^2,
/// leaky ReLU of the given Slope, * Gain, clamp to [-Clamp, Clamp], then UpFirDn by Down with DownFilter.
/// </summary>
internal sealed record FilteredLeakyRelu(
    TensorId Input,
    TensorId Output,
    Parameter? UpFilter,
    Parameter? DownFilter,
    Parameter? Bias,
    int Up,
    int Down,
    Padding Padding,
    double Gain,
    double Slope,
    double? Clamp) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [Input];

    public override TensorId Writes => Output;
}
