using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>A filtered leaky ReLU of maps in float16 on tensor cores, in the shapes of <see cref="FusedLeakyRelu"/> with any 12 x 12 taps down.</summary>
internal static class TensorLeakyRelu
{
    /// <summary>Of a larger slope samples become small numbers and the part of them that is added large.</summary>
    private const double MostSlope = 0.5;

    public static bool Fits(FilteredLeakyRelu op, CudaMaps source, CudaMaps target, CudaCompilation compilation) =>
        op.Slope is >= -MostSlope and <= MostSlope && source.Storage.IsFloat16 && target.Storage.IsFloat16 && FilterChoice.OnTensorCores(compilation.Architecture);

    /// <summary>Adds the launch.</summary>
    /// <param name="op">The op.</param>
    /// <param name="up">Its up-filter.</param>
    /// <param name="down">Its down-filter.</param>
    /// <param name="first">The first row and column of the input that the first output meets.</param>
    /// <param name="source">Its input.</param>
    /// <param name="target">Its output.</param>
    /// <param name="compilation">Where it is added.</param>
    public static void Emit(
        FilteredLeakyRelu op, FilterTaps up, FilterTaps down, (int Row, int Column) first, CudaMaps source, CudaMaps target, CudaCompilation compilation)
    {
        var (input, output) = (source.Shape, target.Shape);
        var pieces = target.Quads / 2;
        var taps = compilation.Constant<Float4>(MemoryMarshal.Cast<uint, Float4>(BandTaps.Of(up, op.Up, op.Gain * (1 - op.Slope), down)));
        var column = BandTaps.Column(down);
        WeightHandle? bias = op.Bias is { } stored ? CudaEpilogue.PrepareChannels(stored, 1, compilation) : null;
        ConstantHandle? none = bias is null ? compilation.Constant<Float4>(new Float4[target.Quads]) : null;
        compilation.Launch(TensorFilteredLeakyReluArguments.Launch(op.Up, down.IsSeparable, output.Height, output.Width, pieces, output.Batch), memory => new TensorFilteredLeakyReluArguments
        {
            Input = source.Bind(memory),
            Output = target.Bind(memory),
            Bias = bias is { } weights ? memory.Weights<Float4>(weights) : memory.Constant<Float4>(none!.Value),
            Taps = memory.Constant<Float4>(taps),
            InputHeight = input.Height,
            InputWidth = input.Width,
            OutputHeight = output.Height,
            OutputWidth = output.Width,
            Pieces = pieces,
            ChannelGroups = Extent.Cover(pieces, TensorFilteredLeakyReluArguments.Warps * TensorFilteredLeakyReluArguments.WarpPieces),
            RunRows = TensorFilteredLeakyReluArguments.RunRowsFor(output.Height, output.Width, pieces),
            FirstRow = first.Row,
            FirstColumn = first.Column,
            Part = (float)(op.Slope / (1 - op.Slope)),
            Limit = (float)Math.Min(op.Clamp ?? double.PositiveInfinity, (double)Half.MaxValue),
            Down0 = column.First,
            Down1 = column.Last,
        });
    }
}
