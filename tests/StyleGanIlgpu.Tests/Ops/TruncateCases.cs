using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of truncation: rows with psi of 1, below 0, beyond 1. Without truncation w is copied, bit for bit.</summary>
internal static class TruncateCases
{
    private static readonly float[] Psis = [1, 0.7f, 0, -1.3f, 1, 2.5f, 0.5f];

    public static IEnumerable<OpCase> All
    {
        get
        {
            int[] widths = [1, 3, 15, 16, 17, 33, 512];
            for (var i = 0; i < widths.Length; i++)
            {
                yield return Case(1 + (i % 3), widths[i], rows: 1 + (i * 3), Average.Shared);
                yield return Case(1 + ((i + 1) % 3), widths[i], rows: 1 + (i * 2), Average.None);
                yield return Case(1 + ((i + 2) % 3), widths[i], rows: 1 + i, Average.EachItsOwn);
            }
        }
    }

    private enum Average
    {
        None,
        Shared,
        EachItsOwn,
    }

    private static OpCase Case(int batch, int width, int rows, Average kind) => new(
        nameof(Truncate),
        $"{batch}x{width} to {rows} rows, average {kind}",
        batch,
        kind == Average.None ? 0 : 3e-7,
        b =>
        {
            var average = kind == Average.Shared ? b.Normal(width) : null;
            var w = b.Rows(width);
            TensorId? averages = kind == Average.EachItsOwn ? b.Rows(width) : null;
            var psi = b.Rows(rows, (random, row) => kind == Average.None ? 1 : Psis[(row + random.Next(Psis.Length)) % Psis.Length]);
            var ws = b.Plan.Rows("ws", width * rows);
            b.Plan.Add(new Truncate(w, psi, ws, average, averages));
            return ws;
        });
}
