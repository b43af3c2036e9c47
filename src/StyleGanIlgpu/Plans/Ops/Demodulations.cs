namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// All demodulation coefficients of a network as one op: for every slice, with g[o] = 1 / sqrt(mean over i, k of Weight[o, i, k]^2)
/// where NormalizeWeight is set and 1 elsewhere,
/// d[n, o] = Gain * g[o] / sqrt(sum over i, k of (Weight[o, i, k] * g[o] * S[n, StyleOffset + i])^2 + 1e-8), stored at [n, Offset + o].
/// </summary>
internal sealed record Demodulations(TensorId Styles, TensorId Output, IReadOnlyList<DemodulationSlice> Slices) : PlanOp
{
    public const double Epsilon = 1e-8;

    public override IEnumerable<TensorId> Reads => [Styles];

    public override TensorId Writes => Output;
}

/// <summary>One layer's coefficients: Weight [out, in, k, k].</summary>
internal sealed record DemodulationSlice(int StyleOffset, int Offset, Parameter Weight, bool NormalizeWeight = false, double Gain = 1)
{
    public int Channels => Weight.Shape[0];
}
