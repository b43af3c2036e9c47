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
                    ws[n, (row * w.Channels) + i] = psi[n, row] == 1 ? w[n, i] : Truncated(op, w[n, i], i, psi[n, row]);
            }
        }
        return ws;
    }

    private static double Truncated(Truncate op, double w, int i, double psi)
    {
        double average = op.Average is { } parameter
            ? parameter.Span[i]
            : throw new InvalidOperationException($"A psi of {psi} without an average to truncate towards.");
        return average + (psi * (w - average));
    }
}
