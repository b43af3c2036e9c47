using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>The products of a convolution on tensor cores: one launch, and where the sum has slices a second one that adds them and finishes.</summary>
internal static class TensorConvolutionLaunches
{
    private const string Prefix = "tensor_convolution_";

    /// <summary>
    /// Emits the launches where there are such tensor cores and a tile has room for the taps' margins, unless a test wants another kernel.
    /// </summary>
    /// <param name="op">The convolution.</param>
    /// <param name="phases">Its phases and taps.</param>
    /// <param name="source">Its input.</param>
    /// <param name="target">Where its outputs go.</param>
    /// <param name="epilogueOf">What is done to them, of styles and weights that were scaled for float16 or of those as they are.</param>
    /// <param name="compilation">Where the launches are added.</param>
    /// <returns>Whether they were.</returns>
    public static bool TryEmit(
        Convolution op, ConvolutionPhases phases, CudaMaps source, CudaMaps target, Func<ScaledModulation?, CudaEpilogue> epilogueOf, CudaCompilation compilation)
    {
        var arithmetic = TensorArithmetic.Of(source.Storage, compilation.Precision);
        if (compilation.Architecture < arithmetic.LeastArchitecture || compilation.ConvolutionKernel?.StartsWith(Prefix, StringComparison.Ordinal) == false)
            return false;
        var (input, output) = (source.Shape, target.Shape);
        if (arithmetic.IsSplit && compilation.ConvolutionKernel is null && !SplitConvolutionChoice.OnTensorCores(compilation.Architecture, phases.MostPlaces))
            return false;
        var blocks = Extent.Cover(input.Channels, arithmetic.BlockChannels);
        var shape = new TensorConvolutionShape(
            input.Batch, phases.Count, phases.MostRows, phases.MostColumns, phases.MarginRows, phases.MarginColumns, phases.MostTaps, blocks, output.Channels);
        var budget = TensorConvolutionBudget.Of(compilation.Architecture);
        var tile = compilation.ConvolutionKernel?.Split('_')[^1];
        if (TensorConvolutionPlan.Choose(Prefix + arithmetic.Name, budget, shape, tile, compilation.ConvolutionSlices) is not { } plan)
            return false;
        var scaled = arithmetic.IsHalf ? ScaledModulation.Of(op, compilation) : null;
        var epilogue = epilogueOf(scaled);
        Func<CudaMemory, DeviceFloats>? styles = op.Modulation is { } plain ? scaled?.Styles ?? (memory => memory.Rows(plain.Styles)) : null;
        var ofSamples = styles is not null && phases.Elements.Length == 1 && !arithmetic.IsRounded;
        var weights = TensorWeights.Prepare(op, phases, arithmetic, compilation, arithmetic.IsHalf && !ofSamples);
        var weightPieces = phases.Elements.Length * blocks * TensorConvolutionArguments.PaddedOutputs(output.Channels) * TensorConvolutionArguments.BlockPieces;
        Func<CudaMemory, DeviceQuads> weightsOf = memory => memory.Weights<Float4>(weights);
        if (ofSamples)
        {
            weightsOf = EmitScaledWeights(op, weights, weightPieces, arithmetic, input, styles!, compilation);
            styles = null;
        }
        var (phaseTable, tapTable) = (compilation.Constant<int>(phases.Phases), compilation.Constant<int>(phases.Taps));
        var quads = (long)output.Batch * output.Height * output.Width * target.Quads;
        TemporaryHandle? sums = plan.Tiling.Slices > 1 ? compilation.Temporary<Float4>(plan.Tiling.Slices * quads) : null;
        compilation.Launch(plan.Launch, memory => new TensorConvolutionArguments
        {
            Input = source.Bind(memory),
            Output = sums is { } temporary ? memory.Temporary<Float4>(temporary) : target.Bind(memory),
            Weights = weightsOf(memory),
            Styles = styles?.Invoke(memory) ?? default,
            Phases = memory.Constant<int>(phaseTable),
            Taps = memory.Constant<int>(tapTable),
            Epilogue = epilogue.Bind(memory),
            StyleStride = op.Modulation is { } modulation ? compilation.Plan[modulation.Styles].Shape.Channels : 0,
            StyleOffset = op.Modulation?.StyleOffset ?? 0,
            InputChannels = input.Channels,
            InputPieces = source.Quads * source.Storage.QuadBytes / 16,
            InputHeight = input.Height,
            InputWidth = input.Width,
            OutputQuads = target.Quads,
            OutputHeight = output.Height,
            OutputWidth = output.Width,
            WeightRows = TensorConvolutionArguments.PaddedOutputs(output.Channels),
            WeightStride = ofSamples ? weightPieces : 0,
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

    /// <summary>A sample's weights are multiplied by its styles, where that is less than its pixels are.</summary>
    private static Func<CudaMemory, DeviceQuads> EmitScaledWeights(
        Convolution op, WeightHandle weights, int pieces, TensorArithmetic arithmetic, TensorShape input, Func<CudaMemory, DeviceFloats> styles, CudaCompilation compilation)
    {
        var scaled = compilation.Temporary<Float4>((long)input.Batch * pieces);
        var quads = pieces * (arithmetic.IsHalf ? 2 : 1);
        compilation.Launch(ScaledWeightsArguments.Launch(quads, input.Batch), memory => new ScaledWeightsArguments
        {
            Weights = memory.Weights<Float4>(weights),
            Styles = styles(memory),
            Scaled = memory.Temporary<Float4>(scaled),
            StyleStride = compilation.Plan[op.Modulation!.Styles].Shape.Channels,
            StyleOffset = op.Modulation.StyleOffset,
            InputChannels = input.Channels,
            WeightRows = TensorConvolutionArguments.PaddedOutputs(op.Weight.Shape[0]),
            Quads = quads,
            IsHalf = arithmetic.IsHalf ? 1 : 0,
        });
        return memory => memory.Temporary<Float4>(scaled);
    }
}
