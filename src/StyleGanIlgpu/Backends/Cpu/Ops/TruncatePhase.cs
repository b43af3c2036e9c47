using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary><see cref="Truncate"/>: w, drawn towards the average, is written to every row of ws. A task is a sample.</summary>
internal sealed unsafe class TruncatePhase : CpuPhase
{
    private readonly int batch;
    private readonly int wDim;
    private readonly int rows;
    private readonly long w;
    private readonly long psi;
    private readonly long ws;
    private readonly float* average;
    private readonly long? averageRows;

    private TruncatePhase(Truncate op, CpuCompilation c)
    {
        batch = c.Plan[op.W].Shape.Batch;
        wDim = c.Plan[op.W].Shape.Channels;
        rows = c.Plan[op.Psi].Shape.Channels;
        (w, psi, ws) = (c.Offset(op.W), c.Offset(op.Psi), c.Offset(op.Ws));
        averageRows = op.AverageRows is { } tensor ? c.Offset(tensor) : null;
        if (op.Average is not { } stored)
            return;
        if (stored.Values.Length != wDim)
            throw new ArgumentException($"{stored} is no average of vectors of {wDim}.", nameof(op));
        average = c.Prepare(stored, "plain", wDim, (values, prepared) => values.CopyTo(new Span<float>(prepared, values.Length))).Values;
    }

    public override int TaskCount => batch;

    public static void Compile(Truncate op, CpuCompilation c) => c.Emit(new TruncatePhase(op, c));

    public override void Run(int task, in CpuFrame frame)
    {
        var from = new ReadOnlySpan<float>(frame.Floats(w) + (long)task * wDim, wDim);
        var factors = new ReadOnlySpan<float>(frame.Floats(psi) + (long)task * rows, rows);
        var centre = averageRows is { } offset ? frame.Floats(offset) + (long)task * wDim : average;
        for (var row = 0; row < rows; row++)
        {
            var to = new Span<float>(frame.Floats(ws) + ((long)task * rows + row) * wDim, wDim);
            // 1 copies: average + (w - average) would round.
            if (centre is null || factors[row] == 1)
                from.CopyTo(to);
            else
                Interpolate(centre, from, factors[row], to);
        }
    }

    private static void Interpolate(float* centre, ReadOnlySpan<float> from, float factor, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = centre[i] + factor * (from[i] - centre[i]);
    }
}
