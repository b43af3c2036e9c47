using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>Everything about a <see cref="Convolution"/> that doesn't depend on the type of the vectors.</summary>
internal sealed class ConvolutionGeometry
{
    public ConvolutionGeometry(Convolution op, CpuCompilation compilation)
    {
        Input = compilation.Plan[op.Input].Shape;
        Output = compilation.Plan[op.Output].Shape;
        InputOffset = compilation.Offset(op.Input);
        OutputOffset = compilation.Offset(op.Output);
        ResidualOffset = op.Residual is { } residual ? compilation.Offset(residual) : null;
        if (op.Modulation is { } modulation)
        {
            Styles = new RowTensor(compilation.Offset(modulation.Styles) + modulation.StyleOffset * sizeof(float), compilation.Plan[modulation.Styles].Shape.Channels);
            if (modulation.Demodulation is { } coefficients)
                Coefficients = new RowTensor(compilation.Offset(coefficients) + modulation.DemodulationOffset * sizeof(float), compilation.Plan[coefficients].Shape.Channels);
        }

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
        var pixels = Narrow is null ? ConvolutionTiling.PlainPixels : NarrowConvolution.TaskPixels;
        Tiling = new ConvolutionTiling(Output.Batch, Output.Height, Output.Width, Panels.Tiles, pixels, op.IsUpsampling, compilation.Workers);
        Noise = new ConvolutionNoise(op.Noise, Output.Width, compilation);
        Epilogue = CpuEpilogue.Of(op.Epilogue, compilation);
        Scratch = new ConvolutionScratch(this);
    }

    public TensorShape Input { get; }

    public TensorShape Output { get; }

    public long InputOffset { get; }

    public long OutputOffset { get; }

    /// <summary>The tensor that is added last, where there is one.</summary>
    public long? ResidualOffset { get; }

    /// <summary>The layer's slice of the styles.</summary>
    public RowTensor? Styles { get; }

    /// <summary>The layer's slice of the demodulation coefficients.</summary>
    public RowTensor? Coefficients { get; }

    public UpsamplingFilter? Filter { get; }

    public TapPhase[] Phases { get; }

    /// <summary>Set where there are too few output channels for the general kernel.</summary>
    public NarrowConvolution? Narrow { get; }

    public ConvolutionAxis Y { get; }

    public ConvolutionAxis X { get; }

    public ConvolutionPanels Panels { get; }

    public ConvolutionTiling Tiling { get; }

    public ConvolutionNoise Noise { get; }

    public CpuEpilogue Epilogue { get; }

    public ConvolutionScratch Scratch { get; }

    /// <summary>Sums between neighbouring places of a phase: 2 where the convolution up-samples.</summary>
    public int Step => Filter is null ? 1 : 2;
}
