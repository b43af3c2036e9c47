using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Layers;

/// <summary>
/// A convolution whose input channels are scaled by a style and, where it is demodulated, whose output channels are brought back to unit
/// variance (arXiv 1912.04958, section 2.2), bound to its place in the <see cref="StyleBank"/>.
/// </summary>
internal sealed record ModulatedConvolution
{
    /// <summary>The layer's name in the checkpoint, without "synthesis.".</summary>
    public required string Name { get; init; }

    /// <summary>[out, in, k, k].</summary>
    public required Parameter Weight { get; init; }

    /// <summary>Zeros around the input.</summary>
    public required int Padding { get; init; }

    public required Epilogue Epilogue { get; init; }

    public required int StyleOffset { get; init; }

    /// <summary>Null where the layer isn't demodulated.</summary>
    public int? DemodulationOffset { get; init; }

    /// <summary>The filter of a layer that up-samples by 2.</summary>
    public Parameter? UpsamplingFilter { get; init; }

    /// <summary>The stored noise of a layer that takes some.</summary>
    public Noise? Noise { get; init; }

    public int OutChannels => Weight.Shape[0];

    /// <summary>Adds the layer to a plan; its output takes the layer's name unless another is given, and stays float32 unless it is allowed.</summary>
    public TensorId Emit(
        PlanBuilder plan,
        TensorId x,
        StyleTensors styles,
        NoiseMode noiseMode = NoiseMode.None,
        TensorId? residual = null,
        string? outputName = null,
        HalfUse half = HalfUse.Never)
    {
        var shape = plan.Shape(x);
        var output = plan.Maps(outputName ?? Name, OutChannels, OutputSize(shape.Height), OutputSize(shape.Width), half);
        var modulation = DemodulationOffset is { } offset
            ? new Modulation(styles.Styles, StyleOffset, styles.Demodulation, offset)
            : new Modulation(styles.Styles, StyleOffset);
        plan.Add(new Convolution(x, output, Weight, Padding, Epilogue, 1, modulation, UpsamplingFilter, Noise?.In(noiseMode), residual));
        return output;
    }

    private int OutputSize(int size)
    {
        var kernel = Weight.Shape[2];
        if (UpsamplingFilter is null)
            return size + 2 * Padding - (kernel - 1);
        // Zero-stuffing doubles the size; the pads make up for what the filter and the kernel take off.
        var taps = UpsamplingFilter.Shape[^1];
        return 2 * size + 2 * Padding + (taps + 1) / 2 + (taps - 2) / 2 - (taps - 1) - (kernel - 1);
    }
}
