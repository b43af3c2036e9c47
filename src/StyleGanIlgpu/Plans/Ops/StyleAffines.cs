namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// All style affines of a network as one op over the style vector S: for every slice,
/// s[n, o] = (sum over i of ws[n, WsRow, i] * Weight[o, i] * WeightGain + Bias[o] * BiasGain) * Gain,
/// then, where Normalize is set, s *= 1 / sqrt(mean over o of s^2); stored at S[n, Offset + o].
/// </summary>
internal sealed record StyleAffines(TensorId Ws, TensorId Styles, int WDim, IReadOnlyList<StyleSlice> Slices) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [Ws];

    public override TensorId Writes => Styles;
}

/// <summary>One layer's affine: Weight [channels, w_dim], Bias [channels].</summary>
internal sealed record StyleSlice(
    int WsRow,
    int Offset,
    Parameter Weight,
    double WeightGain,
    Parameter? Bias,
    double BiasGain = 1,
    double Gain = 1,
    bool Normalize = false)
{
    public int Channels => Weight.Shape[0];
}
