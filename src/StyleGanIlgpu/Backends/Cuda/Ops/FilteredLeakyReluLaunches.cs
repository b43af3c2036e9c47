using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// StyleGAN3's non-linearity: fused in the shapes that its networks have, pointwise where there is no filter, and otherwise a chain of two
/// resamplings.
/// </summary>
internal static class FilteredLeakyReluLaunches
{
    public static void Compile(FilteredLeakyRelu op, CudaCompilation compilation)
    {
        if (op is { UpFilter: null, DownFilter: null, Up: 1, Down: 1 } && op.Padding == default)
        {
            Pointwise(op, compilation);
            return;
        }
        var up = FilterTaps.Read(op.UpFilter, (double)op.Up * op.Up, flip: false);
        var down = FilterTaps.Read(op.DownFilter, 1, flip: false);
        if (FusedLeakyRelu.Find(op, up, down, compilation) is { } fused)
            fused.Emit(compilation);
        else
            Chain(op, up, down, compilation);
    }

    private static void Pointwise(FilteredLeakyRelu op, CudaCompilation compilation)
    {
        var (input, output) = (CudaMaps.Of(op.Input, compilation), CudaMaps.Of(op.Output, compilation));
        var quads = checked((int)CudaLayout.Quads(output.Shape, output.Storage));
        WeightHandle? bias = op.Bias is { } parameter ? CudaEpilogue.PrepareChannels(parameter, 1, compilation) : null;
        compilation.Launch(PointwiseLeakyReluArguments.Launch(input.Storage, quads), memory => new PointwiseLeakyReluArguments
        {
            Input = input.Bind(memory),
            Output = output.Bind(memory),
            Bias = bias is { } handle ? memory.Weights<Float4>(handle) : default,
            Quads = quads,
            InputQuads = input.Quads,
            PixelQuads = output.Quads,
            IsHalf = output.Storage.Flag,
            Slope = (float)op.Slope,
            Gain = (float)op.Gain,
            Limit = (float)(op.Clamp ?? double.PositiveInfinity),
        });
    }

    /// <summary>Any form: the raised maps lie in memory between two launches.</summary>
    private static void Chain(FilteredLeakyRelu op, FilterTaps up, FilterTaps down, CudaCompilation compilation)
    {
        var (source, target) = (CudaMaps.Of(op.Input, compilation), CudaMaps.Of(op.Output, compilation));
        var (input, output) = (source.Shape, target.Shape);
        var raised = output with
        {
            Height = FilterSize.Raised(input.Height, op.Up, op.Padding.Top + op.Padding.Bottom, up.Height),
            Width = FilterSize.Raised(input.Width, op.Up, op.Padding.Left + op.Padding.Right, up.Width),
        };
        FilterSize.Check(op, output.Width, raised.Width, 1, op.Down, 0, down.Width);
        FilterSize.Check(op, output.Height, raised.Height, 1, op.Down, 0, down.Height);
        var between = CudaMaps.Temporary(raised, target.Storage, compilation);
        UpFirDnLaunches.Emit(
            new UpFirDnLaunch(source, between, up)
            {
                UpX = op.Up,
                UpY = op.Up,
                Left = op.Padding.Left,
                Top = op.Padding.Top,
                InputBias = op.Bias is { } bias ? CudaEpilogue.PrepareChannels(bias, 1, compilation) : null,
                Epilogue = CudaEpilogue.Of(
                    new Epilogue(Activation: Activation.LeakyRelu, Alpha: op.Slope, Gain: op.Gain, Clamp: op.Clamp), between, compilation),
            },
            compilation);
        UpFirDnLaunches.Emit(
            new UpFirDnLaunch(between, target, down)
            {
                DownX = op.Down,
                DownY = op.Down,
            },
            compilation);
    }
}
