using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>The filter that every up-sampling layer of StyleGAN2 has: 4 x 4 taps, separable, at one rate.</summary>
internal static class FourTapsLaunches
{
    /// <summary>Whether the kernel can do it. Where a pixel is less than half a sector, most of its lanes would have nothing to do.</summary>
    public static bool Fits(UpFirDnLaunch options) =>
        options is { UpX: 1, UpY: 1, DownX: 1, DownY: 1, InputBias: null, Taps: { IsSeparable: true, Width: FourTapsArguments.Taps, Height: FourTapsArguments.Taps } }
        && options.Output.Quads >= 2;

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
            Row0 = (float)row[0],
            Row1 = (float)row[1],
            Row2 = (float)row[2],
            Row3 = (float)row[3],
            Column0 = (float)column[0],
            Column1 = (float)column[1],
            Column2 = (float)column[2],
            Column3 = (float)column[3],
        });
    }
}
