using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Separable filters of 2 to 4 taps each way at one rate: those of StyleGAN2's up-sampling layers, and of StyleGAN1's with their blur.</summary>
internal static class FourTapsLaunches
{
    /// <summary>Whether the kernel can do it. Where a pixel is less than half a sector, most of its lanes would have nothing to do.</summary>
    public static bool Fits(UpFirDnLaunch options) =>
        options is { UpX: 1, UpY: 1, DownX: 1, DownY: 1, InputBias: null, Taps.IsSeparable: true, Output.Quads: >= 2 }
        && Fits(options.Taps.Width) && Fits(options.Taps.Height);

    private static bool Fits(int taps) => taps is >= 2 and <= FourTapsArguments.Taps;

    /// <summary>A shorter filter has zeros behind it.</summary>
    private static float Tap(double[] taps, int index) => index < taps.Length ? (float)taps[index] : 0;

    /// <summary>Adds the launch.</summary>
    public static void Emit(UpFirDnLaunch options, CudaCompilation compilation)
    {
        var (input, output) = (options.Input.Shape, options.Output.Shape);
        var (row, column) = (options.Taps.Row!, options.Taps.Column!);
        var epilogue = options.Epilogue ?? CudaEpilogue.Of(Epilogue.None, options.Output, compilation);
        var launch = FourTapsArguments.Launch(options.Input.Storage, output.Batch, options.Output.Quads, output.Height, output.Width);
        compilation.Launch(launch, memory => new FourTapsArguments
        {
            Input = options.Input.Bind(memory),
            Output = options.Output.Bind(memory),
            Epilogue = epilogue.Bind(memory),
            InputHeight = input.Height,
            InputWidth = input.Width,
            OutputHeight = output.Height,
            OutputWidth = output.Width,
            InputQuads = options.Input.Quads,
            OutputQuads = options.Output.Quads,
            Sectors = Extent.Cover(options.Output.Quads, options.Input.Storage.SectorQuads),
            RunRows = FourTapsArguments.RunRowsFor(options.Input.Storage, output.Batch, options.Output.Quads, output.Height, output.Width),
            Left = options.Left,
            Top = options.Top,
            Row0 = Tap(row, 0),
            Row1 = Tap(row, 1),
            Row2 = Tap(row, 2),
            Row3 = Tap(row, 3),
            Column0 = Tap(column, 0),
            Column1 = Tap(column, 1),
            Column2 = Tap(column, 2),
            Column3 = Tap(column, 3),
        });
    }
}
