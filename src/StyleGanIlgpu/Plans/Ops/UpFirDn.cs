namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// Up-sample, filter, down-sample, per channel: put Up - 1 zeros after every sample (the last too), pad or crop, convolve with Filter
/// (one-dimensional: along both axes; flipped = correlate instead), * Gain in all, keep every Down-th sample.
/// A one-dimensional filter is scaled by sqrt(Gain) in each pass, a two-dimensional one by Gain. No filter is the identity.
/// Output size: (size * Up + pads - taps) / Down + 1, rounded down.
/// </summary>
internal sealed record UpFirDn(
    TensorId Input,
    TensorId Output,
    Parameter? Filter,
    int UpX,
    int UpY,
    int DownX,
    int DownY,
    Padding Padding,
    double Gain = 1,
    bool FlipFilter = false) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [Input];

    public override TensorId Writes => Output;
}
