namespace StyleGanIlgpu.Plans.Ops;

/// <summary>
/// ws[n, r, :] = average + psi[n, r] * (w[n, :] - average) for every row r of psi [N, num_ws]; a psi of exactly 1 copies w bit for bit.
/// The average is Average [w_dim], the same for all samples, or AverageRows [N, w_dim], one of each; where there is neither, psi must be 1
/// everywhere.
/// </summary>
internal sealed record Truncate(TensorId W, TensorId Psi, TensorId Ws, Parameter? Average, TensorId? AverageRows = null) : PlanOp
{
    public override IEnumerable<TensorId> Reads => AverageRows is { } rows ? [W, Psi, rows] : [W, Psi];

    public override TensorId Writes => Ws;
}
