using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>What a <see cref="Convolution"/> reads and writes, whichever way it is computed.</summary>
internal sealed unsafe class ConvolutionTensors
{
    public ConvolutionTensors(Convolution op, CpuCompilation compilation)
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
        Noise = new ConvolutionNoise(op.Noise, Output.Width, compilation);
        Epilogue = CpuEpilogue.Of(op.Epilogue, compilation);
    }

    public TensorShape Input { get; }

    public TensorShape Output { get; }

    public long InputOffset { get; }

    public long OutputOffset { get; }

    /// <summary>The tensor that is added last, where there is one.</summary>
    public long? ResidualOffset { get; }

    public ConvolutionNoise Noise { get; }

    public CpuEpilogue Epilogue { get; }

    /// <summary>Blocks of input channels.</summary>
    public int InBlocks => CpuLayout.Blocks(Input.Channels);

    /// <summary>Blocks of output channels.</summary>
    public int OutBlocks => CpuLayout.Blocks(Output.Channels);

    /// <summary>The layer's slice of the styles.</summary>
    private RowTensor? Styles { get; }

    /// <summary>The layer's slice of the demodulation coefficients.</summary>
    private RowTensor? Coefficients { get; }

    /// <summary>Where a sample's input begins.</summary>
    public float* InputOf(int sample, in CpuFrame frame) => frame.Floats(InputOffset) + sample * CpuLayout.SampleFloats(Input);

    /// <summary>A sample's style, a factor for every input channel; ones without styles, zeros for channels that a last block has too many.</summary>
    public void LoadStyle(int sample, in CpuFrame frame, float* target) => Load(Styles, sample, Input.Channels, InBlocks, frame, target);

    /// <summary>A sample's demodulation, a factor for every output channel, filled up likewise.</summary>
    public void LoadDemodulation(int sample, in CpuFrame frame, float* target) =>
        Load(Coefficients, sample, Output.Channels, OutBlocks, frame, target);

    public override string ToString() => $"{Input.Channels} x {Input.Height} x {Input.Width} to {Output.Channels} x {Output.Height} x {Output.Width}";

    private static void Load(RowTensor? rows, int sample, int channels, int blocks, in CpuFrame frame, float* target)
    {
        var factors = new Span<float>(target, blocks * SimdLevel.Lanes);
        if (rows is { } tensor)
            new ReadOnlySpan<float>(frame.Floats(tensor.Offset) + (nint)sample * tensor.Stride, channels).CopyTo(factors);
        else
            factors[..channels].Fill(1);
        factors[channels..].Clear();
    }
}
