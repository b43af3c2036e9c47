using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>One launch; also what other ops that resample are made of.</summary>
internal static class UpFirDnLaunches
{
    /// <summary>Tiles of the output, largest first: the first whose window fits is taken, and that leaves no multiprocessor idle if it can be helped.</summary>
    private static readonly (int Height, int Width)[] Tiles = [(32, 32), (16, 32), (8, 32), (16, 16), (8, 16), (8, 8), (4, 8), (4, 4), (2, 4), (2, 2), (1, 2), (1, 1)];

    public static void Compile(UpFirDn op, CudaCompilation compilation)
    {
        Emit(
            new UpFirDnLaunch(CudaMaps.Of(op.Input, compilation), CudaMaps.Of(op.Output, compilation), FilterTaps.Read(op.Filter, op.Gain, op.FlipFilter))
            {
                UpX = op.UpX,
                UpY = op.UpY,
                DownX = op.DownX,
                DownY = op.DownY,
                Left = op.Padding.Left,
                Top = op.Padding.Top,
            },
            compilation);
    }

    /// <summary>Adds the launch; of a separable filter that doesn't fit, two.</summary>
    /// <exception cref="NotSupportedException">The filter needs more shared memory than there is.</exception>
    public static void Emit(UpFirDnLaunch options, CudaCompilation compilation)
    {
        if (FourTapsLaunches.Fits(options))
        {
            FourTapsLaunches.Emit(options, compilation);
            return;
        }
        var (input, output) = (options.Input.Shape, options.Output.Shape);
        var (storage, quads) = (options.Output.Storage, options.Output.Quads);
        var y = new PolyphaseAxis(options.Taps.Height, options.UpY, options.DownY, options.Top);
        var x = new PolyphaseAxis(options.Taps.Width, options.UpX, options.DownX, options.Left);
        var taps = Taps(options.Taps, y, x);

        foreach (var tile in Tiles)
        {
            var (windowHeight, windowWidth) = (Window(y, output.Height, tile.Height), Window(x, output.Width, tile.Width));
            if (UpFirDnArguments.SharedQuadsFor(storage, windowHeight, windowWidth, quads, taps.Length) > UpFirDnArguments.SharedQuads)
                continue;
            if (!UpFirDnArguments.IsSmallEnough(storage, output.Batch, quads, output.Height, output.Width, tile.Height, tile.Width))
                continue;

            var (tapTable, rows, columns) = (
                compilation.Constant<float>(taps),
                compilation.Constant<int>(Places(y, output.Height)),
                compilation.Constant<int>(Places(x, output.Width)));
            var launch = UpFirDnArguments.Launch(
                options.Input.Storage, storage, output.Batch, quads, output.Height, output.Width, tile.Height, tile.Width, windowHeight, windowWidth, taps.Length);
            var epilogue = options.Epilogue ?? CudaEpilogue.Of(Epilogue.None, options.Output, compilation);
            compilation.Launch(launch, memory => new UpFirDnArguments
            {
                Input = options.Input.Bind(memory),
                Output = options.Output.Bind(memory),
                InputBias = options.InputBias is { } bias ? memory.Weights<Float4>(bias) : default,
                Taps = memory.Constant<float>(tapTable),
                Rows = memory.Constant<int>(rows),
                Columns = memory.Constant<int>(columns),
                Epilogue = epilogue.Bind(memory),
                InputHeight = input.Height,
                InputWidth = input.Width,
                OutputHeight = output.Height,
                OutputWidth = output.Width,
                InputQuads = options.Input.Quads,
                OutputQuads = quads,
                QuadGroups = UpFirDnArguments.QuadGroupsFor(storage, quads),
                QuadShift = UpFirDnArguments.QuadShiftFor(storage, quads),
                TileHeight = tile.Height,
                TileWidth = tile.Width,
                WindowHeight = windowHeight,
                WindowWidth = windowWidth,
                TapRows = y.Taps,
                TapColumns = x.Taps,
                ColumnPhases = x.Period,
            });
            return;
        }
        if (options.Taps is not { IsSeparable: true, Height: > 1, Width: > 1 })
        {
            throw new NotSupportedException(
                $"A filter of {options.Taps.Height} x {options.Taps.Width} taps, up by {options.UpY} x {options.UpX} and down by {options.DownY} x {options.DownX}, "
                + $"needs more shared memory than the {UpFirDnArguments.SharedQuads / 64} KB that every GPU has; the CPU engine can compute it.");
        }
        EmitByAxes(options, compilation);
    }

    /// <summary>Along the rows, then down the columns: far fewer samples and taps at a time, for a pass over memory more.</summary>
    private static void EmitByAxes(UpFirDnLaunch options, CudaCompilation compilation)
    {
        var between = CudaMaps.Temporary(options.Output.Shape with { Height = options.Input.Shape.Height }, MapStorage.Float32, compilation);
        Emit(options with { Output = between, Taps = options.Taps.AlongRows(), UpY = 1, DownY = 1, Top = 0, Epilogue = null }, compilation);
        Emit(options with { Input = between, Taps = options.Taps.DownColumns(), UpX = 1, DownX = 1, Left = 0, InputBias = null }, compilation);
    }

    /// <summary>The most samples under a tile.</summary>
    private static int Window(PolyphaseAxis axis, int outputs, int tile)
    {
        var most = 0;
        for (var first = 0; first < outputs; first += tile)
            most = Math.Max(most, axis.First(Math.Min(first + tile, outputs) - 1) + axis.Taps - axis.First(first));
        return most;
    }

    /// <summary>Where every output begins among the samples, and its phase.</summary>
    private static int[] Places(PolyphaseAxis axis, int outputs)
    {
        if (axis.Period > UpFirDnArguments.MostPhases)
            throw new NotSupportedException($"Resampling has {axis.Period} phases along an axis; {UpFirDnArguments.MostPhases} is the most.");
        var places = new int[outputs];
        for (var i = 0; i < outputs; i++)
            places[i] = UpFirDnArguments.Place(axis.First(i), i % axis.Period);
        return places;
    }

    /// <summary>[row phase, row tap, column tap, column phase]: neighbouring threads, which differ in the column's phase, find theirs side by side.</summary>
    private static float[] Taps(FilterTaps taps, PolyphaseAxis vertical, PolyphaseAxis horizontal)
    {
        var table = new float[vertical.Period * vertical.Taps * horizontal.Taps * horizontal.Period];
        var next = 0;
        for (var y = 0; y < vertical.Period; y++)
        {
            for (var j = 0; j < vertical.Taps; j++)
            {
                for (var k = 0; k < horizontal.Taps; k++)
                {
                    for (var x = 0; x < horizontal.Period; x++)
                    {
                        var (row, column) = (vertical.Tap(y, j), horizontal.Tap(x, k));
                        table[next++] = row < 0 || column < 0
                            ? 0
                            : (float)(taps.IsSeparable ? taps.Column[row] * taps.Row[column] : taps.Plane[(row * taps.Width) + column]);
                    }
                }
            }
        }
        return table;
    }
}
