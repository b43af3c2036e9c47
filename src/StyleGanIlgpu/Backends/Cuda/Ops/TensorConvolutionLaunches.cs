using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>The products of a convolution on tensor cores: one launch, and where the sum has slices a second one that adds them and finishes.</summary>
internal static class TensorConvolutionLaunches
{
    /// <summary>The first architecture with tf32 and copies past the registers.</summary>
    private const int LeastArchitecture = 80;

    private const string Prefix = "tensor_convolution_";

    /// <summary>Floats of a block of input channels.</summary>
    private const int BlockFloats = TensorConvolutionArguments.BlockBytes / sizeof(float);

    /// <summary>
    /// Emits the launches where there are such tensor cores and a tile has room for the taps' margins, unless a test wants another kernel.
    /// </summary>
    /// <param name="op">The convolution.</param>
    /// <param name="phases">Its phases and taps.</param>
    /// <param name="source">Its input.</param>
    /// <param name="target">Where its outputs go.</param>
    /// <param name="epilogue">What is done to them.</param>
    /// <param name="compilation">Where the launches are added.</param>
    /// <returns>Whether they were.</returns>
    public static bool TryEmit(
        Convolution op, ConvolutionPhases phases, CudaMaps source, CudaMaps target, CudaEpilogue epilogue, CudaCompilation compilation)
    {
        if (source.Storage.IsFloat16)
            return false;
        if (compilation.Architecture < LeastArchitecture || compilation.ConvolutionKernel?.StartsWith(Prefix, StringComparison.Ordinal) == false)
            return false;
        var (input, output) = (source.Shape, target.Shape);
        var blocks = Extent.Cover(input.Channels, BlockFloats);
        var arithmetic = compilation.Precision == Precision.Tf32 ? "tf32" : "split";
        var shape = new TensorConvolutionShape(
            input.Batch, phases.Count, phases.MostRows, phases.MostColumns, phases.MarginRows, phases.MarginColumns, phases.MostTaps, blocks, output.Channels);
        if (TensorConvolutionPlan.Choose(Prefix + arithmetic, shape, compilation.ConvolutionKernel?.Split('_')[^1], compilation.ConvolutionSlices) is not { } plan)
            return false;
        var weights = PrepareWeights(op, phases, blocks, output.Channels, arithmetic, compilation);
        var (phaseTable, tapTable) = (compilation.Constant<int>(phases.Phases), compilation.Constant<int>(phases.Taps));
        var quads = (long)output.Batch * output.Height * output.Width * target.Quads;
        TemporaryHandle? sums = plan.Tiling.Slices > 1 ? compilation.Temporary<Float4>(plan.Tiling.Slices * quads) : null;
        compilation.Launch(plan.Launch, memory => new TensorConvolutionArguments
        {
            Input = source.Bind(memory),
            Output = sums is { } temporary ? memory.Temporary<Float4>(temporary) : target.Bind(memory),
            Weights = memory.Weights<Float4>(weights),
            Styles = op.Modulation is { } modulation ? memory.Rows(modulation.Styles) : default,
            Phases = memory.Constant<int>(phaseTable),
            Taps = memory.Constant<int>(tapTable),
            Epilogue = epilogue.Bind(memory),
            StyleStride = op.Modulation is { } styles ? compilation.Plan[styles.Styles].Shape.Channels : 0,
            StyleOffset = op.Modulation?.StyleOffset ?? 0,
            InputChannels = input.Channels,
            InputPieces = source.Quads,
            InputHeight = input.Height,
            InputWidth = input.Width,
            OutputQuads = target.Quads,
            OutputHeight = output.Height,
            OutputWidth = output.Width,
            WeightRows = TensorConvolutionArguments.PaddedOutputs(output.Channels),
            Batch = output.Batch,
            PhaseCount = phases.Count,
            Step = phases.Step,
            Tiling = plan.Tiling,
        });
        if (sums is not { } partial)
            return true;
        compilation.Launch(SliceSumArguments.Launch((int)quads), memory => new SliceSumArguments
        {
            Sums = memory.Temporary<Float4>(partial),
            Output = target.Bind(memory),
            Epilogue = epilogue.Bind(memory),
            Slices = plan.Tiling.Slices,
            Batch = output.Batch,
            Height = output.Height,
            Width = output.Width,
            Quads = target.Quads,
        });
        return true;
    }

    /// <summary>[phase, block, tap, output channel, piece in its place].</summary>
    private static WeightHandle PrepareWeights(
        Convolution op, ConvolutionPhases phases, int blocks, int outputs, string arithmetic, CudaCompilation compilation)
    {
        var (inputs, elements) = (op.Weight.Shape[1], op.Weight.Shape[2] * op.Weight.Shape[3]);
        var (gain, order, rows) = (op.WeightGain, phases.Elements, TensorConvolutionArguments.PaddedOutputs(outputs));
        var rounded = arithmetic == "tf32";
        (int First, int Count)[] tapsOfPhases = [.. phases.TapsOfPhases];
        return compilation.Prepare(op.Weight, $"tensor {arithmetic} {phases.Form}*{gain:R}", order.Length * blocks * rows * BlockFloats, (stored, prepared) =>
        {
            foreach (var (first, count) in tapsOfPhases)
            {
                for (var tap = 0; tap < count; tap++)
                {
                    for (var o = 0; o < outputs; o++)
                    {
                        for (var i = 0; i < inputs; i++)
                        {
                            var block = (first * blocks) + (i / BlockFloats * count) + tap;
                            var piece = TensorConvolutionArguments.PieceAt(o, i % BlockFloats / Float4.Length);
                            var weight = (float)(stored[(((o * inputs) + i) * elements) + order[first + tap]] * gain);
                            prepared[(((block * rows) + o) * BlockFloats) + (piece * Float4.Length) + (i % Float4.Length)] = rounded ? RoundToTf32(weight) : weight;
                        }
                    }
                }
            }
        });
    }

    /// <summary>To the nearest number of 11 bits, ties away from zero.</summary>
    private static float RoundToTf32(float x) => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) + 0x1000) & ~0x1FFFu);
}
