using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// w spread over the rows of ws, each drawn towards the average by its own psi; a psi of 1 copies bit for bit.
/// Tile: a number a thread.
/// </summary>
internal static class TruncateKernel
{
    public static void Run(TruncateArguments a)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i < a.Width)
        {
            var psi = a.Psi[(Grid.IdxZ * a.Rows) + Grid.IdxY];
            var w = a.W[(Grid.IdxZ * a.Width) + i];
            if (a.HasAverage != 0 && psi != 1f)
            {
                var average = a.Average[i];
                w = MathF.FusedMultiplyAdd(psi, w - average, average);
            }
            a.Ws[(((Grid.IdxZ * a.Rows) + Grid.IdxY) * a.Width) + i] = w;
        }
    }
}
