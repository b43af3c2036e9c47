using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// w spread over the rows of ws, each drawn towards the average by its own psi; a psi of 1 copies bit for bit.
/// Tile: a column of ws a thread, so that w is read once, not once a row.
/// Ladder (bytes over the least at 19 rows by the emulator): a thread a number 2.6; a thread a column 1.22, with 16 registers.
/// </summary>
internal static class TruncateKernel
{
    public static void Run(TruncateArguments a)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i < a.Width)
        {
            var w = a.W[(Grid.IdxY * a.Width) + i];
            var average = 0f;
            if (a.Average.Length > 0)
                average = a.Average[(Grid.IdxY * a.AverageStride) + i];
            var target = (Grid.IdxY * a.Rows * a.Width) + i;
            for (var row = 0; row < a.Rows; row++)
            {
                var psi = a.Psi[(Grid.IdxY * a.Rows) + row];
                var truncated = MathF.FusedMultiplyAdd(psi, w - average, average);
                a.Ws[target + (row * a.Width)] = a.Average.Length == 0 || psi == 1f ? w : truncated;
            }
        }
    }
}
