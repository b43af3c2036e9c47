using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// The modulation of a convolution that multiplies in float16, by the rule of the official code: styles over the largest of the sample, weights over
/// the largest of the output channel (<see cref="WeightScales"/>), both given back in float32 by the coefficients that the sums are multiplied by.
/// </summary>
/// <param name="Styles">Rows of the styles of all layers, those of this layer where the op has them; null where there are none.</param>
/// <param name="Coefficients">What to multiply the sums by, in place of the demodulation's.</param>
internal sealed record ScaledModulation(Func<CudaMemory, DeviceFloats>? Styles, CudaCoefficients Coefficients)
{
    /// <summary>Adds the launch that scales the styles of all layers, where this is the first of them that is asked for.</summary>
    public static ScaledModulation Of(Convolution op, CudaCompilation compilation)
    {
        if (op.Modulation is { } modulation)
            return compilation.ScaledStyles(modulation.Styles).Of(op);
        var (outputs, gain) = (op.Weight.Shape[0], op.WeightGain);
        var scales = compilation.Prepare(op.Weight, $"scales*{gain:R}", outputs, (_, prepared) => WeightScales.Write(op.Weight, gain, prepared));
        return new(null, new(memory => memory.Weights<float>(scales), 0, 0));
    }
}
