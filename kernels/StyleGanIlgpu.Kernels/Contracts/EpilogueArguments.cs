namespace StyleGanIlgpu.Kernels;

/// <summary>
/// What happens to a sum before it is stored: times its demodulation coefficient, + noise, + bias, activation, gain, clamp, + residual.
/// A view of length 0 is a step left out.
/// </summary>
partial struct EpilogueArguments
{
    /// <summary>Bias, its gain included [quads].</summary>
    public DeviceQuads Bias;

    /// <summary>Coefficients in rows [N, DemodulationStride], those of this layer from DemodulationOffset on.</summary>
    public DeviceFloats Demodulation;

    /// <summary>Noise, its strength included [H, NoiseStride], the same for all samples and channels.</summary>
    public DeviceFloats Noise;

    /// <summary>Maps of the output's shape that are added last.</summary>
    public DeviceQuads Residual;

    /// <summary>Floats from one sample of the coefficients to the next.</summary>
    public int DemodulationStride;

    /// <summary>Where this layer begins in a sample of the coefficients.</summary>
    public int DemodulationOffset;

    /// <summary>Floats from one row of the noise to the next.</summary>
    public int NoiseStride;

    /// <summary>Channels of the output: no coefficient beyond them is read.</summary>
    public int Channels;

    /// <summary>An <see cref="ActivationKind"/>.</summary>
    public int Activation;

    /// <summary>Slope below zero of the activations that are two lines (1 where there is none, 0 for ReLU).</summary>
    public float Slope;

    /// <summary>Multiplies after the activation.</summary>
    public float Gain;

    /// <summary>Results are clamped to [-Limit, Limit]; infinite where there is no clamp.</summary>
    public float Limit;

    /// <summary>1 where the output and the residual are in float16 (<see cref="MapStorage.Flag"/>).</summary>
    public int IsHalf;
}
