using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary>
/// <see cref="UpFirDn"/> in strips: a window of rows, filtered horizontally as they enter, streams down each strip, and the vertical filter
/// makes an output row from it. Filters that aren't separable keep plain rows in the window and work on both axes at once.
/// </summary>
internal static class UpFirDnPhase
{
    public static void Compile(UpFirDn op, CpuCompilation c)
    {
        var geometry = new UpFirDnGeometry(op, c);
        c.Emit(SimdLevel.Lanes switch
        {
            16 => new UpFirDnPhase<Simd512, Vector512<float>>(geometry),
            8 => new UpFirDnPhase<Simd256, Vector256<float>>(geometry),
            _ => new UpFirDnPhase<Simd128, Vector128<float>>(geometry),
        });
    }
}

/// <summary>Everything about a <see cref="UpFirDn"/> that doesn't depend on the vector width.</summary>
internal sealed class UpFirDnGeometry
{
    /// <summary>Columns of a strip; its rows in flight then take some 20 KB at 16 lanes and 4 taps.</summary>
    private const int StripColumns = 64;

    public UpFirDnGeometry(UpFirDn op, CpuCompilation c)
    {
        Input = c.Plan[op.Input].Shape;
        Output = c.Plan[op.Output].Shape;
        InputOffset = c.Offset(op.Input);
        OutputOffset = c.Offset(op.Output);

        var filter = FilterTaps.Read(op.Filter, op.Gain, op.FlipFilter);
        FilterSize.Check(op, Output.Width, Input.Width, op.UpX, op.DownX, op.Padding.Left + op.Padding.Right, filter.Width);
        FilterSize.Check(op, Output.Height, Input.Height, op.UpY, op.DownY, op.Padding.Top + op.Padding.Bottom, filter.Height);
        Horizontal = new PolyphaseAxis(filter.Width, op.UpX, op.DownX, op.Padding.Left);
        Vertical = new PolyphaseAxis(filter.Height, op.UpY, op.DownY, op.Padding.Top);
        if (filter.IsSeparable)
        {
            RowTaps = Horizontal.Table(filter.Row);
            ColumnTaps = Vertical.Table(filter.Column);
        }
        else
        {
            PlaneTaps = PolyphaseAxis.Table(filter.Plane, Horizontal, Vertical);
        }

        Grid = new StripGrid(Output.Batch * CpuLayout.Blocks(Output.Channels), Output.Height, Output.Width, StripColumns, c.Workers);
        // Strips start anywhere in the cycle of phases, hence the spare period.
        SourceColumns = ((Grid.StripWidth - 1) / Horizontal.Period + 1) * Horizontal.Step + Horizontal.Taps + 1;
    }

    public TensorShape Input { get; }

    public TensorShape Output { get; }

    public long InputOffset { get; }

    public long OutputOffset { get; }

    public PolyphaseAxis Horizontal { get; }

    public PolyphaseAxis Vertical { get; }

    public float[]? RowTaps { get; }

    public float[]? ColumnTaps { get; }

    public float[]? PlaneTaps { get; }

    public StripGrid Grid { get; }

    /// <summary>Input columns that the widest strip reads, at most.</summary>
    public int SourceColumns { get; }
}

/// <inheritdoc cref="UpFirDnPhase"/>
internal sealed unsafe class UpFirDnPhase<TSimd, TVec>(UpFirDnGeometry g) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly int windowRows = RowWindow.Capacity(g.Vertical.Taps);
    private readonly nint windowStride = (nint)(g.PlaneTaps is null ? g.Grid.StripWidth : g.SourceColumns) * TSimd.Lanes;

    public override int TaskCount => g.Grid.TaskCount;

    public override int ScratchBytes => (int)((windowRows * windowStride + g.SourceColumns * TSimd.Lanes) * sizeof(float));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var strip = g.Grid[task];
        var scratch = (float*)frame.Scratch;
        var image = frame.Floats(g.InputOffset) + (nint)strip.Plane * g.Input.Height * g.Input.Width * TSimd.Lanes;
        var target = frame.Floats(g.OutputOffset)
            + (((nint)strip.Plane * g.Output.Height + strip.Y) * g.Output.Width + strip.X) * TSimd.Lanes;

        var padded = scratch + windowRows * windowStride;
        var window = new RowWindow(scratch, windowRows, windowStride);
        window.Restart(g.Vertical.First(strip.Y));
        for (var y = strip.Y; y < strip.Y + strip.Height; y++)
        {
            var first = g.Vertical.First(y);
            if (first > window.End)
                window.Restart(first);
            window.DropBefore(first);
            while (window.End < first + g.Vertical.Taps)
            {
                var row = window.End;
                Enter(image, row, strip, padded, window.Append(1));
            }
            Leave(window[first], y % g.Vertical.Period, strip, target);
            target += (nint)g.Output.Width * TSimd.Lanes;
        }
    }

    /// <summary>Puts a row of the image into the window.</summary>
    private void Enter(float* image, int row, in Strip strip, float* padded, float* place)
    {
        if (row < 0 || row >= g.Input.Height)
        {
            ZeroPadding<TSimd, TVec>.Clear(place, (int)(windowStride / TSimd.Lanes));
            return;
        }
        var first = g.Horizontal.First(strip.X);
        var count = g.Horizontal.First(strip.X + strip.Width - 1) + g.Horizontal.Taps - first;
        var source = g.PlaneTaps is null ? padded : place;
        ZeroPadding<TSimd, TVec>.Copy(image + (nint)row * g.Input.Width * TSimd.Lanes, g.Input.Width, first, source, count, BlockedBias.NoBias);
        if (g.RowTaps is { } taps)
        {
            fixed (float* table = taps)
                Horizontally(source, 0, table, 1, strip, place);
        }
    }

    /// <summary>Makes a row of the output from the window.</summary>
    private void Leave(float* rows, int phase, in Strip strip, float* target)
    {
        fixed (float* columnTaps = g.ColumnTaps)
        fixed (float* planeTaps = g.PlaneTaps)
        {
            if (columnTaps is not null)
                FirKernel<TSimd, TVec>.Run(rows, 1, 0, windowStride, columnTaps + phase * g.Vertical.Taps, 1, g.Vertical.Taps, target, 1, strip.Width);
            else
                Horizontally(rows, windowStride, planeTaps + phase * g.Horizontal.Period * g.Vertical.Taps * g.Horizontal.Taps, g.Vertical.Taps, strip, target);
        }
    }

    /// <summary>Filters along a row, phase by phase; with several rows of taps, across as many rows too.</summary>
    private void Horizontally(float* source, nint rowStride, float* table, int rows, in Strip strip, float* target)
    {
        var axis = g.Horizontal;
        for (var i = 0; i < Math.Min(axis.Period, strip.Width); i++)
        {
            var output = strip.X + i;
            FirKernel<TSimd, TVec>.Run(
                source + (nint)(axis.First(output) - axis.First(strip.X)) * TSimd.Lanes,
                axis.Step,
                rowStride,
                TSimd.Lanes,
                table + output % axis.Period * rows * axis.Taps,
                rows,
                axis.Taps,
                target + (nint)i * TSimd.Lanes,
                axis.Period,
                (strip.Width - i + axis.Period - 1) / axis.Period);
        }
    }
}
