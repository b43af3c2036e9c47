using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary>
/// <see cref="FilteredLeakyRelu"/> in strips that stream downwards; a task is a strip of one channel block. Input rows are biased, raised
/// horizontally and kept in a window as tall as the vertical up-filter. Each step makes one group of raised rows from it, bent in the
/// registers, and lowers them: horizontally into a second window, from which the vertical down-filter makes output rows. Only these
/// few rows of the raised image exist at any time, and no stuffed zero ever does. Plane filters keep whole rows in their window instead.
/// </summary>
internal static class FilteredLeakyReluPhase
{
    public static void Compile(FilteredLeakyRelu op, CpuCompilation c)
    {
        if (PointwiseLeakyReluPhase.TryCompile(op, c))
            return;
        var geometry = new FilteredLeakyReluGeometry(op, c);
        var bias = new BlockedBias(op.Bias, geometry.Input.Channels, c);
        c.Emit(SimdLevel.Lanes switch
        {
            16 => new FilteredLeakyReluPhase<Simd512, Vector512<float>>(geometry, bias),
            8 => new FilteredLeakyReluPhase<Simd256, Vector256<float>>(geometry, bias),
            _ => new FilteredLeakyReluPhase<Simd128, Vector128<float>>(geometry, bias),
        });
    }
}

/// <inheritdoc cref="FilteredLeakyReluPhase"/>
internal sealed unsafe class FilteredLeakyReluPhase<TSimd, TVec> : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly FilteredLeakyReluGeometry g;
    private readonly BlockedBias bias;
    private readonly int sourceRows;
    private readonly nint sourceStride;
    private readonly int loweredRows;
    private readonly nint loweredStride;
    private readonly nint raisedStride;

    public FilteredLeakyReluPhase(FilteredLeakyReluGeometry geometry, BlockedBias bias)
    {
        g = geometry;
        this.bias = bias;
        raisedStride = (nint)g.Groups * g.Up * TSimd.Lanes;
        sourceRows = RowWindow.Capacity(g.UpTapsY);
        sourceStride = g.UpPlane is null ? raisedStride : (nint)g.SourceColumns * TSimd.Lanes;
        loweredRows = RowWindow.Capacity(g.DownTapsY + g.Down + g.Up);
        loweredStride = g.DownPlane is null ? (nint)g.Grid.StripWidth * TSimd.Lanes : raisedStride;
    }

    public override int TaskCount => g.Grid.TaskCount;

    /// <summary>Both windows, a padded input row, and rows in passing: a group of raised ones or those of a folded filter.</summary>
    public override int ScratchBytes => checked((int)(
        (sourceRows * sourceStride + loweredRows * loweredStride + g.SourceColumns * TSimd.Lanes + PassingRows * raisedStride) * sizeof(float)));

    private int PassingRows => g.DownPlane is null ? g.Up : g.DownFolded is null ? 0 : MirroredTaps.Folded;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var strip = g.Grid[task];
        var image = frame.Floats(g.InputOffset) + (nint)strip.Plane * g.Input.Height * g.Input.Width * TSimd.Lanes;
        var target = frame.Floats(g.OutputOffset)
            + (((nint)strip.Plane * g.Output.Height + strip.Y) * g.Output.Width + strip.X) * TSimd.Lanes;

        var memory = (float*)frame.Scratch;
        var source = new RowWindow(memory, sourceRows, sourceStride);
        memory += sourceRows * sourceStride;
        var lowered = new RowWindow(memory, loweredRows, loweredStride);
        memory += loweredRows * loweredStride;
        var passing = memory;
        var padded = memory + PassingRows * raisedStride;

        var firstRaised = g.Down * strip.X + g.ShiftX;
        var firstGroup = g.Group(firstRaised);
        var groups = g.Group(firstRaised + g.Down * (strip.Width - 1) + g.DownTapsX - 1) - firstGroup + 1;
        var columns = new Columns(firstGroup, groups, firstRaised - firstGroup * g.Up, strip.Width);

        var group = g.Group(g.Down * strip.Y + g.ShiftY);
        source.Restart(group);
        lowered.Restart(group * g.Up);
        for (var y = strip.Y; y < strip.Y + strip.Height; y++)
        {
            var raisedRow = g.Down * y + g.ShiftY;
            lowered.DropBefore(raisedRow);
            while (lowered.End < raisedRow + g.DownTapsY)
            {
                source.DropBefore(group);
                while (source.End < group + g.UpTapsY)
                {
                    var row = source.End;
                    Enter(image, row, strip.Plane, columns, padded, source.Append(1));
                }
                var place = lowered.Append(g.Up);
                if (g.DownPlane is null)
                {
                    Raise(source[group], columns, passing);
                    for (var r = 0; r < g.Up; r++)
                        LowerHorizontally(passing + r * raisedStride + columns.Skip * TSimd.Lanes, columns, place + r * loweredStride);
                }
                else
                {
                    Raise(source[group], columns, place);
                }
                group++;
            }
            Leave(lowered[raisedRow], columns, passing, target);
            target += (nint)g.Output.Width * TSimd.Lanes;
        }
    }

    /// <summary>Puts a row of the image into the first window: biased, zeros outside of the image, raised horizontally if the filter is separable.</summary>
    private void Enter(float* image, int row, int plane, in Columns columns, float* padded, float* place)
    {
        if (row < 0 || row >= g.Input.Height)
        {
            ZeroPadding<TSimd, TVec>.Clear(place, (int)(sourceStride / TSimd.Lanes));
            return;
        }
        var from = g.UpPlane is null ? padded : place;
        ZeroPadding<TSimd, TVec>.Copy(
            image + (nint)row * g.Input.Width * TSimd.Lanes,
            g.Input.Width,
            columns.FirstGroup,
            from,
            columns.Groups + g.UpTapsX - 1,
            bias.OfPlane(plane));
        fixed (float* taps = g.UpRow)
        {
            if (taps is null)
                return;
            if (UpFirKernel<TSimd, TVec>.Supports(g.Up))
                UpFirKernel<TSimd, TVec>.Run<Straight>(g.Up, padded, TSimd.Lanes, taps, g.UpTapsX, place, (nint)g.Up * TSimd.Lanes, TSimd.Lanes, columns.Groups, null);
            else
                RaisePhases(padded, 0, taps, 1, columns, place);
        }
    }

    /// <summary>Makes a group of raised rows, bent.</summary>
    private void Raise(float* rows, in Columns columns, float* raised)
    {
        fixed (float* columnTaps = g.UpColumn)
        fixed (float* planeTaps = g.UpPlane)
        {
            if (columnTaps is not null && UpFirKernel<TSimd, TVec>.Supports(g.Up))
            {
                UpFirKernel<TSimd, TVec>.Run<Bent>(
                    g.Up, rows, sourceStride, columnTaps, g.UpTapsY, raised, TSimd.Lanes, raisedStride, columns.Groups * g.Up, g.Relu.Constants);
                return;
            }
            for (var r = 0; r < g.Up; r++)
            {
                var row = raised + r * raisedStride;
                if (columnTaps is not null)
                    FirKernel<TSimd, TVec>.Run(rows, 1, 0, sourceStride, columnTaps + r * g.UpTapsY, 1, g.UpTapsY, row, 1, columns.Groups * g.Up);
                else
                    RaisePhases(rows, sourceStride, planeTaps + r * g.Up * g.UpTapsY * g.UpTapsX, g.UpTapsY, columns, row);
                Bend<TSimd, TVec>.Row(row, columns.Groups * g.Up, g.Relu.Constants);
            }
        }
    }

    /// <summary>Raises a row by any factor, phase by phase; with several rows of taps, from as many rows.</summary>
    private void RaisePhases(float* source, nint stride, float* taps, int rows, in Columns columns, float* raised)
    {
        for (var r = 0; r < g.Up; r++)
        {
            FirKernel<TSimd, TVec>.Run(
                source, 1, stride, TSimd.Lanes, taps + r * rows * g.UpTapsX, rows, g.UpTapsX, raised + r * TSimd.Lanes, g.Up, columns.Groups);
        }
    }

    private void LowerHorizontally(float* raised, in Columns columns, float* lowered)
    {
        fixed (float* folded = g.DownFolded)
        fixed (float* taps = g.DownRow)
        {
            if (folded is not null)
                MirroredDownKernel<TSimd, TVec>.Run(raised, 0, folded, 1, lowered, columns.Outputs);
            else
                FirKernel<TSimd, TVec>.Run(raised, g.Down, 0, TSimd.Lanes, taps, 1, g.DownTapsX, lowered, 1, columns.Outputs);
        }
    }

    /// <summary>Makes an output row from the second window.</summary>
    private void Leave(float* rows, in Columns columns, float* passing, float* target)
    {
        fixed (float* columnTaps = g.DownColumn)
        fixed (float* planeTaps = g.DownPlane)
        fixed (float* folded = g.DownFolded)
        {
            if (columnTaps is not null)
            {
                FirKernel<TSimd, TVec>.Run(rows, 1, 0, loweredStride, columnTaps, 1, g.DownTapsY, target, 1, columns.Outputs);
                return;
            }
            rows += columns.Skip * TSimd.Lanes;
            if (folded is null)
            {
                FirKernel<TSimd, TVec>.Run(
                    rows, g.Down, loweredStride, TSimd.Lanes, planeTaps, g.DownTapsY, g.DownTapsX, target, 1, columns.Outputs);
                return;
            }
            Fold(rows, passing, MirroredTaps.Step * (columns.Outputs - 1) + MirroredTaps.Length);
            MirroredDownKernel<TSimd, TVec>.Run(passing, raisedStride, folded, MirroredTaps.Folded, target, columns.Outputs);
        }
    }

    /// <summary>Adds the rows that share their taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fold(float* rows, float* folded, int count)
    {
        for (var j = 0; j < MirroredTaps.Folded; j++)
        {
            var near = rows + j * loweredStride;
            var far = rows + (MirroredTaps.Length - 1 - j) * loweredStride;
            var sum = folded + j * raisedStride;
            for (nint i = 0; i < (nint)count * TSimd.Lanes; i += TSimd.Lanes)
                TSimd.Store(sum + i, TSimd.Add(TSimd.Load(near + i), TSimd.Load(far + i)));
        }
    }

    /// <summary>The columns of a strip: the groups that it raises, the raised samples before its first output, and its outputs.</summary>
    private readonly record struct Columns(int FirstGroup, int Groups, int Skip, int Outputs);
}
