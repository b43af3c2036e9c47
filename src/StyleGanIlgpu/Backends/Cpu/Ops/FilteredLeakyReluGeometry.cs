using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary>
/// Everything about a <see cref="FilteredLeakyRelu"/> that doesn't depend on the vector width: sizes, taps, tiles.
/// Raised samples are numbered so that the group of Up samples which reads the inputs i, i + 1, ... is Up * i .. Up * i + Up - 1:
/// output o reads raised samples from Down * o + Shift on.
/// </summary>
internal sealed class FilteredLeakyReluGeometry
{
    /// <summary>
    /// What the rows in flight of a strip may take, to stay in the second-level cache. Strips that fit the first level were measured
    /// no faster at 148 columns, and slower at 1044: their borders are computed twice, and they read the map in short pieces.
    /// </summary>
    private const int StripBytes = 160 * 1024;
    private const int LeastColumns = 24;

    public FilteredLeakyReluGeometry(FilteredLeakyRelu op, CpuCompilation c)
    {
        Input = c.Plan[op.Input].Shape;
        Output = c.Plan[op.Output].Shape;
        InputOffset = c.Offset(op.Input);
        OutputOffset = c.Offset(op.Output);
        Up = op.Up;
        Down = op.Down;
        Relu = new LeakyRelu(op.Gain, op.Slope, op.Clamp);

        var up = FilterTaps.Read(op.UpFilter, (double)op.Up * op.Up, flip: false).Times(Relu.Before);
        var down = FilterTaps.Read(op.DownFilter, 1, flip: false).Times(Relu.After);
        var raisedWidth = FilterSize.Raised(Input.Width, Up, op.Padding.Left + op.Padding.Right, up.Width);
        var raisedHeight = FilterSize.Raised(Input.Height, Up, op.Padding.Top + op.Padding.Bottom, up.Height);
        FilterSize.Check(op, Output.Width, raisedWidth, 1, Down, 0, down.Width);
        FilterSize.Check(op, Output.Height, raisedHeight, 1, Down, 0, down.Height);

        // Padded by Up - 1, the axis starts at the first sample of a group.
        var across = new PolyphaseAxis(up.Width, Up, 1, Up - 1);
        var along = new PolyphaseAxis(up.Height, Up, 1, Up - 1);
        (UpTapsX, UpTapsY) = (across.Taps, along.Taps);
        (ShiftX, ShiftY) = (Up - 1 - op.Padding.Left, Up - 1 - op.Padding.Top);
        if (up.IsSeparable)
            (UpRow, UpColumn) = (across.Table(up.Row), along.Table(up.Column));
        else
            UpPlane = PolyphaseAxis.Table(up.Plane, across, along);

        (DownTapsX, DownTapsY) = (down.Width, down.Height);
        DownColumn = down.IsSeparable ? Pin(down.Column) : null;
        DownFolded = Down == MirroredTaps.Step ? MirroredTaps.TryFold(down) : null;
        DownRow = down.IsSeparable ? Pin(down.Row) : null;
        DownPlane = down.IsSeparable ? null : Pin(down.Plane);

        var workers = c.Workers;
        Grid = new StripGrid(Output.Batch * CpuLayout.Blocks(Output.Channels), Output.Height, Output.Width, StripColumns(), workers);
        Groups = (Down * (Grid.StripWidth - 1) + DownTapsX - 1) / Up + 2;
    }

    public TensorShape Input { get; }

    public TensorShape Output { get; }

    public long InputOffset { get; }

    public long OutputOffset { get; }

    public int Up { get; }

    public int Down { get; }

    public LeakyRelu Relu { get; }

    public int ShiftX { get; }

    public int ShiftY { get; }

    /// <summary>Taps of a phase of the up-filter along a row.</summary>
    public int UpTapsX { get; }

    /// <summary>Taps of a phase of the up-filter along a column.</summary>
    public int UpTapsY { get; }

    /// <summary>[Up, UpTapsX], where the up-filter is separable.</summary>
    public float[]? UpRow { get; }

    /// <summary>[Up, UpTapsY], where the up-filter is separable.</summary>
    public float[]? UpColumn { get; }

    /// <summary>[Up, Up, UpTapsY, UpTapsX], where it isn't.</summary>
    public float[]? UpPlane { get; }

    public int DownTapsX { get; }

    public int DownTapsY { get; }

    /// <summary>[DownTapsX], where the down-filter is separable.</summary>
    public float[]? DownRow { get; }

    /// <summary>[DownTapsY], where the down-filter is separable.</summary>
    public float[]? DownColumn { get; }

    /// <summary>[DownTapsY, DownTapsX], where it isn't.</summary>
    public float[]? DownPlane { get; }

    /// <summary>Taps for <see cref="MirroredDownKernel{TSimd, TVec}"/>, one row or six, where the down-filter is mirrored and of its size.</summary>
    public float[]? DownFolded { get; }

    public StripGrid Grid { get; }

    /// <summary>Groups of raised columns that the widest strip needs, at most.</summary>
    public int Groups { get; }

    /// <summary>Input columns that the widest strip reads, at most.</summary>
    public int SourceColumns => Groups + UpTapsX - 1;

    /// <summary>Group of a raised sample, which is also the first input that it reads.</summary>
    public int Group(int raised) => (int)Math.Floor((double)raised / Up);

    private int StripColumns()
    {
        var rowBytes = SimdLevel.Lanes * sizeof(float);
        var raisedRows = UpTapsY + (DownPlane is null ? Up : DownTapsY + MirroredTaps.Folded);
        var columns = (StripBytes / rowBytes - raisedRows * DownTapsX) / (raisedRows * Down + (DownPlane is null ? DownTapsY : 0));
        return Math.Max(columns, LeastColumns);
    }

    private static float[] Pin(double[] taps)
    {
        var pinned = GC.AllocateArray<float>(taps.Length, pinned: true);
        for (var i = 0; i < taps.Length; i++)
            pinned[i] = (float)taps[i];
        return pinned;
    }
}
