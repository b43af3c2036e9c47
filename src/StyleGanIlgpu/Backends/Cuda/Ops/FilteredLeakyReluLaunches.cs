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
        if (FusedLeakyRelu.Find(op, up, down) is { } fused)
            fused.Emit(compilation);
        else
            Chain(op, up, down, compilation);
    }

    private static void Pointwise(FilteredLeakyRelu op, CudaCompilation compilation)
    {
        var shape = compilation.Plan[op.Input].Shape;
        var quads = checked((int)CudaLayout.Quads(shape));
        WeightHandle? bias = op.Bias is { } parameter ? CudaEpilogue.PrepareBias(parameter, 1, compilation) : null;
        compilation.Launch(PointwiseLeakyReluArguments.Launch(quads), memory => new PointwiseLeakyReluArguments
        {
            Input = memory.Maps(op.Input),
            Output = memory.Maps(op.Output),
            Bias = bias is { } handle ? memory.Weights<Float4>(handle) : default,
            Quads = quads,
            PixelQuads = Float4.Count(shape.Channels),
            Slope = (float)op.Slope,
            Gain = (float)op.Gain,
            Limit = (float)(op.Clamp ?? double.PositiveInfinity),
        });
    }

    /// <summary>Any form: the raised maps lie in memory between two launches.</summary>
    private static void Chain(FilteredLeakyRelu op, FilterTaps up, FilterTaps down, CudaCompilation compilation)
    {
        var (input, output) = (compilation.Plan[op.Input].Shape, compilation.Plan[op.Output].Shape);
        var raised = output with
        {
            Height = FilterSize.Raised(input.Height, op.Up, op.Padding.Top + op.Padding.Bottom, up.Height),
            Width = FilterSize.Raised(input.Width, op.Up, op.Padding.Left + op.Padding.Right, up.Width),
        };
        FilterSize.Check(op, output.Width, raised.Width, 1, op.Down, 0, down.Width);
        FilterSize.Check(op, output.Height, raised.Height, 1, op.Down, 0, down.Height);
        var between = compilation.Temporary<Float4>(CudaLayout.Quads(raised));
        UpFirDnLaunches.Emit(
            new UpFirDnLaunch(memory => memory.Maps(op.Input), input, memory => memory.Temporary<Float4>(between), raised, up)
            {
                UpX = op.Up,
                UpY = op.Up,
                Left = op.Padding.Left,
                Top = op.Padding.Top,
                InputBias = op.Bias is { } bias ? CudaEpilogue.PrepareBias(bias, 1, compilation) : null,
                Epilogue = CudaEpilogue.Of(
                    new Epilogue(Activation: Activation.LeakyRelu, Alpha: op.Slope, Gain: op.Gain, Clamp: op.Clamp), output.Channels, compilation),
            },
            compilation);
        UpFirDnLaunches.Emit(
            new UpFirDnLaunch(memory => memory.Temporary<Float4>(between), raised, memory => memory.Maps(op.Output), output, down)
            {
                DownX = op.Down,
                DownY = op.Down,
            },
            compilation);
    }
}
