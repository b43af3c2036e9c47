using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>Everything about a <see cref="Convolution"/> that doesn't depend on the type of the vectors.</summary>
internal sealed class ConvolutionGeometry
{
    public ConvolutionGeometry(Convolution op, CpuCompilation compilation)
    {
        Tensors = new ConvolutionTensors(op, compilation);
        var (kernelHeight, kernelWidth) = (op.Weight.Shape[2], op.Weight.Shape[3]);
        if (op.UpsamplingFilter is { } filter)
            Filter = new UpsamplingFilter(filter);
        Phases = Filter is null ? TapPhase.Plain(kernelHeight, kernelWidth, op.Padding) : TapPhase.Raised(kernelHeight, kernelWidth);
        Y = new ConvolutionAxis(Input.Height, Output.Height, kernelHeight, op.Padding, Filter?.Height ?? 0);
        X = new ConvolutionAxis(Input.Width, Output.Width, kernelWidth, op.Padding, Filter?.Width ?? 0);
        Panels = new ConvolutionPanels(op.Weight, Phases);
        if (NarrowConvolution.Fits(op))
            Narrow = new NarrowConvolution(op, compilation);
        else
            Panels.Prepare(op.Weight, op.WeightGain, compilation);
        Tiling = new ConvolutionTiling(
            Output, Panels.Tiles, Narrow is null ? ConvolutionTiling.PlainPixels : NarrowConvolution.TaskPixels, op.IsUpsampling, compilation.Workers);
        Scratch = new ConvolutionScratch(this);
    }

    public ConvolutionTensors Tensors { get; }

    public TensorShape Input => Tensors.Input;

    public TensorShape Output => Tensors.Output;

    public UpsamplingFilter? Filter { get; }

    public TapPhase[] Phases { get; }

    /// <summary>Set where there are too few output channels for the general kernel.</summary>
    public NarrowConvolution? Narrow { get; }

    public ConvolutionAxis Y { get; }

    public ConvolutionAxis X { get; }

    public ConvolutionPanels Panels { get; }

    public ConvolutionTiling Tiling { get; }

    public ConvolutionScratch Scratch { get; }

    /// <summary>Sums between neighbouring places of a phase: 2 where the convolution up-samples.</summary>
    public int Step => Filter is null ? 1 : 2;
}
