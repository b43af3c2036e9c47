using System.Runtime.CompilerServices;
using StyleGanIlgpu.Backends.Cpu.Filters;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// The filter of an up-sampling convolution over the sums of a task: rows are filtered horizontally as they enter a window of as many rows as
/// the vertical filter wants, which makes outputs of them. Filters that aren't separable keep plain rows in the window.
/// </summary>
internal sealed unsafe class SumFilter<TSimd, TVec>(ConvolutionGeometry g, UpsamplingFilter filter, RowFinish<TSimd, TVec> finish)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private static int PixelFloats => ConvolutionPanels.TileVectors * TSimd.Lanes;

    /// <summary>Filters and finishes one block of output channels.</summary>
    /// <param name="part">The task.</param>
    /// <param name="grid">Where its sums lie.</param>
    /// <param name="sums">The block's first sum.</param>
    /// <param name="block">The block.</param>
    /// <param name="frame">Where the tensors lie.</param>
    public void Run(in ConvolutionTask part, in SumGrid grid, float* sums, int block, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var columns = part.Columns.Length;
        var output = scratch + g.Scratch.OutputRow;
        var noise = scratch + g.Scratch.Noise;
        var window = new RowWindow(
            scratch + g.Scratch.Window, RowWindow.Capacity(filter.Height), (nint)(filter.Plane is null ? columns : grid.WindowColumns.Length) * TSimd.Lanes);
        window.Restart(grid.WindowRows.Begin);
        fixed (float* taps = filter.Plane ?? filter.Column)
        {
            for (var y = part.Rows.Begin; y < part.Rows.End; y++)
            {
                var first = y + g.Y.FilterStart;
                window.DropBefore(first);
                while (window.End < first + filter.Height)
                {
                    var row = window.End;
                    Enter(part, grid, sums, row, scratch, window.Append(1));
                }
                FirKernel<TSimd, TVec>.Run(
                    window[first], 1, window.Stride, TSimd.Lanes, taps, filter.Height, filter.Plane is null ? 1 : filter.Width, output, 1, columns);
                finish.Row(part.Sample, block, y, part.Columns, output, TSimd.Lanes, noise, scratch + g.Scratch.Demodulation, frame);
                noise += columns;
            }
        }
    }

    /// <summary>Brings a row of sums into the window, with zeros where there are none.</summary>
    private void Enter(in ConvolutionTask part, in SumGrid grid, float* sums, int u, float* scratch, float* place)
    {
        var (window, inside) = (grid.WindowColumns, grid.SumColumns);
        if (u < grid.SumRows.Begin || u >= grid.SumRows.End || inside.Length == 0)
        {
            new Span<float>(place, (filter.Plane is null ? part.Columns.Length : window.Length) * TSimd.Lanes).Clear();
            return;
        }
        var source = sums + u % g.Step * g.Scratch.PlaneFloats + grid.RowStart(u / g.Step, g.Step) * PixelFloats;
        if (filter.Plane is not null)
        {
            CopyRow(source, place, inside.Begin - window.Begin, inside.Length, window.End - inside.End);
            return;
        }
        fixed (float* taps = filter.Row)
        {
            if (inside == window)
            {
                FirKernel<TSimd, TVec>.Run(
                    source, ConvolutionPanels.TileVectors, 0, PixelFloats, taps, 1, filter.Width, place, 1, part.Columns.Length);
                return;
            }
            var row = scratch + g.Scratch.SumRow;
            CopyRow(source, row, inside.Begin - window.Begin, inside.Length, window.End - inside.End);
            FirKernel<TSimd, TVec>.Run(row, 1, 0, TSimd.Lanes, taps, 1, filter.Width, place, 1, part.Columns.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRow(float* source, float* target, int zerosBefore, int count, int zerosAfter)
    {
        for (var i = 0; i < zerosBefore; i++, target += TSimd.Lanes)
            TSimd.Store(target, TSimd.Zero);
        for (var i = 0; i < count; i++, target += TSimd.Lanes, source += PixelFloats)
            TSimd.Store(target, TSimd.Load(source));
        for (var i = 0; i < zerosAfter; i++, target += TSimd.Lanes)
            TSimd.Store(target, TSimd.Zero);
    }
}
