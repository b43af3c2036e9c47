using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Reference;

/// <summary>w spread over the rows of ws, each pulled towards the average by its own psi.</summary>
internal static class ReferenceTruncate
{
    public static Nchw Run(Truncate op, ReferenceSession session)
    {
        var (w, psi) = (session[op.W], session[op.Psi]);
        var ws = session.New(op.Ws);
        for (var n = 0; n < w.Batch; n++)
        {
            for (var row = 0; row < psi.Channels; row++)
            {
                for (var i = 0; i < w.Channels; i++)
                    ws[n, (row * w.Channels) + i] = psi[n, row] == 1 ? w[n, i] : Truncated(Average(op, session, n, i), w[n, i], psi[n, row]);
            }
        }
        return ws;
    }

    private static double Truncated(double average, double w, double psi) => average + (psi * (w - average));

    private static double Average(Truncate op, ReferenceSession session, int n, int i) =>
        op.AverageRows is { } rows ? session[rows][n, i]
        : op.Average is { } parameter ? parameter.Span[i]
        : throw new InvalidOperationException("A psi other than 1 without an average to truncate towards.");
}
