using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// One launch, or two where it up-samples: the convolution of the zero-stuffed input as four phases, none of which meets a stuffed zero, into a
/// temporary, and then the filter with the epilogue. The op's definition has the filter first; both are convolutions, so they change places.
/// A 1x1 convolution to a few channels has a kernel of its own.
/// </summary>
internal static class ConvolutionLaunches
{
    public static void Compile(Convolution op, CudaCompilation compilation)
    {
        var (input, output) = (CudaMaps.Of(op.Input, compilation), CudaMaps.Of(op.Output, compilation));
        var (height, width) = (op.Weight.Shape[2], op.Weight.Shape[3]);
        if (op.UpsamplingFilter is not { } filter)
        {
            if ((height, width, op.Padding) == (1, 1, 0) && NarrowConvolutionArguments.Fits(input.Storage, input.Shape.Channels, output.Shape.Channels))
                EmitNarrow(op, input, output, CudaEpilogue.Of(op, compilation), compilation);
            else
                Emit(op, ConvolutionPhases.Plain(height, width, op.Padding, output.Shape), input, output, scaled => CudaEpilogue.Of(op, compilation, scaled), compilation);
            return;
        }
        var (rows, columns) = ((2 * (input.Shape.Height - 1)) + height, (2 * (input.Shape.Width - 1)) + width);
        var raised = CudaMaps.Temporary(output.Shape with { Height = rows, Width = columns }, output.Storage, compilation);
        CudaEpilogue? after = null;
        CudaEpilogue Before(ScaledModulation? scaled)
        {
            (var before, after) = CudaEpilogue.Split(op, raised, compilation, scaled);
            return before;
        }
        Emit(op, ConvolutionPhases.Raised(height, width, raised.Shape), input, raised, Before, compilation);

        // The gain of 4 makes up for the zeros.
        var taps = FilterTaps.Read(filter, gain: 4, flip: false);
        UpFirDnLaunches.Emit(
            new UpFirDnLaunch(raised, output, taps)
            {
                Left = Margin(op.Padding, width, taps.Width),
                Top = Margin(op.Padding, height, taps.Height),
                Epilogue = after!,
            },
            compilation);
    }

    /// <summary>Zeros before the first sum: those that the definition pads the raised image with, less what the kernel reaches over.</summary>
    private static int Margin(int padding, int kernel, int taps) => padding + ((taps + 1) / 2) - (kernel - 1);

    private static void Emit(
        Convolution op, ConvolutionPhases phases, CudaMaps source, CudaMaps target, Func<ScaledModulation?, CudaEpilogue> epilogueOf, CudaCompilation compilation)
    {
        if (TensorConvolutionLaunches.TryEmit(op, phases, source, target, epilogueOf, compilation))
            return;
        var epilogue = epilogueOf(null);
        var (input, output) = (source.Shape, target.Shape);
        var (inputs, outputs) = (input.Channels, output.Channels);
        var (paddedInputs, paddedOutputs) = (ConvolutionArguments.PaddedInputs(inputs), ConvolutionArguments.PaddedOutputs(outputs));
        var elements = op.Weight.Shape[2] * op.Weight.Shape[3];
        var gain = op.WeightGain;
        var order = phases.Elements;
        var weights = compilation.Prepare(op.Weight, $"{phases.Form}*{gain:R}", elements * paddedInputs * paddedOutputs, (stored, prepared) =>
        {
            for (var tap = 0; tap < order.Length; tap++)
            {
                for (var i = 0; i < inputs; i++)
                {
                    var row = prepared.Slice(((tap * paddedInputs) + i) * paddedOutputs, outputs);
                    for (var o = 0; o < row.Length; o++)
                        row[o] = (float)(stored[(((o * inputs) + i) * elements) + order[tap]] * gain);
                }
            }
        });
        var (phaseTable, tapTable) = (compilation.Constant<int>(phases.Phases), compilation.Constant<int>(phases.Taps));
        var launch = ConvolutionArguments.Launch(source.Storage, input.Batch, phases.Count, phases.MostPlaces, inputs, outputs, compilation.ConvolutionKernel);
        compilation.Launch(launch, memory => new ConvolutionArguments
        {
            Input = source.Bind(memory),
            Output = target.Bind(memory),
            Weights = memory.Weights<Float4>(weights),
            Styles = op.Modulation is { } modulation ? memory.Rows(modulation.Styles) : default,
            Phases = memory.Constant<int>(phaseTable),
            Taps = memory.Constant<int>(tapTable),
            Epilogue = epilogue.Bind(memory),
            StyleStride = op.Modulation is { } styles ? compilation.Plan[styles.Styles].Shape.Channels : 0,
            StyleOffset = op.Modulation?.StyleOffset ?? 0,
            InputChannels = inputs,
            InputQuads = source.Quads,
            InputHeight = input.Height,
            InputWidth = input.Width,
            OutputQuads = target.Quads,
            OutputHeight = output.Height,
            OutputWidth = output.Width,
            WeightQuads = paddedOutputs / Float4.Length,
            PhaseCount = phases.Count,
            Step = phases.Step,
        });
    }

    private static void EmitNarrow(Convolution op, CudaMaps source, CudaMaps target, CudaEpilogue epilogue, CudaCompilation compilation)
    {
        var (input, output) = (source.Shape, target.Shape);
        var (quads, gain) = (source.Quads, op.WeightGain);
        var weights = compilation.Prepare(op.Weight, $"narrow*{gain:R}, {quads} quads", Float4.Length * quads * Float4.Length, (stored, prepared) =>
        {
            for (var i = 0; i < stored.Length; i++)
                prepared[(i / input.Channels * quads * Float4.Length) + (i % input.Channels)] = (float)(stored[i] * gain);
        });
        compilation.Launch(NarrowConvolutionArguments.Launch(source.Storage, input.Batch, input.Height * input.Width, input.Channels), memory => new NarrowConvolutionArguments
        {
            Input = source.Bind(memory),
            Output = target.Bind(memory),
            Weights = memory.Weights<Float4>(weights),
            Styles = op.Modulation is { } modulation ? memory.Rows(modulation.Styles) : default,
            Epilogue = epilogue.Bind(memory),
            StyleStride = op.Modulation is { } styles ? compilation.Plan[styles.Styles].Shape.Channels : 0,
            StyleOffset = op.Modulation?.StyleOffset ?? 0,
            InputChannels = input.Channels,
            InputQuads = quads,
            OutputQuads = target.Quads,
            Pixels = input.Height * input.Width,
            Width = output.Width,
            PixelLanes = NarrowConvolutionArguments.PixelLanesFor(source.Storage, input.Height * input.Width, input.Channels),
        });
    }
}
