using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>What is done to the sums of a launch before they are stored: the host's side of <see cref="EpilogueArguments"/>.</summary>
internal sealed class CudaEpilogue
{
    private readonly Epilogue epilogue;
    private readonly int channels;
    private readonly WeightHandle? bias;
    private readonly Modulation? modulation;
    private readonly int coefficients;
    private readonly CudaNoise? noise;
    private readonly TensorId? residual;

    private CudaEpilogue(Epilogue epilogue, int channels, CudaCompilation compilation, Modulation? modulation, CudaNoise? noise, TensorId? residual)
    {
        this.epilogue = epilogue;
        this.channels = channels;
        this.modulation = modulation;
        this.noise = noise;
        this.residual = residual;
        bias = epilogue.Bias is { } parameter ? PrepareBias(parameter, epilogue.BiasGain, compilation) : null;
        coefficients = modulation?.Demodulation is { } rows ? compilation.Plan[rows].Shape.Channels : 0;
    }

    /// <summary>The epilogue alone.</summary>
    public static CudaEpilogue Of(Epilogue epilogue, int channels, CudaCompilation compilation) => new(epilogue, channels, compilation, null, null, null);

    /// <summary>All that follows the sums of a convolution. Adds the launch that makes its noise, where that is random.</summary>
    public static CudaEpilogue Of(Convolution op, CudaCompilation compilation) => new(
        op.Epilogue,
        compilation.Plan[op.Output].Shape.Channels,
        compilation,
        op.Modulation,
        CudaNoise.Of(op.Noise, compilation.Plan[op.Output].Shape, compilation),
        op.Residual);

    /// <summary>A bias in whole quads, its gain included.</summary>
    public static WeightHandle PrepareBias(Parameter parameter, double gain, CudaCompilation compilation) => compilation.Prepare(
        parameter,
        $"quads*{gain:R}",
        Float4.Count(parameter.Values.Length) * Float4.Length,
        (stored, prepared) =>
        {
            for (var i = 0; i < stored.Length; i++)
                prepared[i] = (float)(stored[i] * gain);
        });

    public EpilogueArguments Bind(CudaMemory memory) => new()
    {
        Bias = bias is { } handle ? memory.Weights<Float4>(handle) : default,
        Demodulation = modulation?.Demodulation is { } rows ? memory.Rows(rows) : default,
        Noise = noise?.Bind(memory) ?? default,
        Residual = residual is { } maps ? memory.Maps(maps) : default,
        DemodulationStride = coefficients,
        DemodulationOffset = modulation?.DemodulationOffset ?? 0,
        NoiseStride = noise?.Stride ?? 0,
        Channels = channels,
        Activation = (int)epilogue.Activation,
        Slope = (float)(epilogue.Activation switch
        {
            Activation.LeakyRelu => epilogue.Alpha,
            Activation.Relu => 0,
            _ => 1,
        }),
        Gain = (float)epilogue.Gain,
        Limit = epilogue.Clamp is { } clamp ? (float)clamp : float.PositiveInfinity,
    };
}
