namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// ws[n, r, :] = Average + psi[n, r] * (w[n, :] - Average) for every row r of psi [N, num_ws]; a psi of exactly 1 copies w bit for bit.
/// Without an average, psi must be 1 everywhere.
/// </summary>
internal sealed record Truncate(TensorId W, TensorId Psi, TensorId Ws, Parameter? Average) : PlanOp
{
    public override IEnumerable<TensorId> Reads => [W, Psi];

    public override TensorId Writes => Ws;
}
