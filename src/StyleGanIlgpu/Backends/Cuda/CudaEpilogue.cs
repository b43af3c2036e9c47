using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>What is done to the sums of a launch before they are stored: the host's side of <see cref="EpilogueArguments"/>.</summary>
internal sealed class CudaEpilogue
{
    private readonly Epilogue epilogue;
    private readonly int channels;
    private readonly MapStorage output;
    private readonly WeightHandle? bias;
    private readonly CudaCoefficients? coefficients;
    private readonly CudaNoise? noise;
    private readonly TensorId? residual;

    private CudaEpilogue(Epilogue epilogue, CudaMaps output, CudaCompilation compilation, CudaCoefficients? coefficients, CudaNoise? noise, TensorId? residual)
    {
        this.epilogue = epilogue;
        (channels, this.output) = (output.Shape.Channels, output.Storage);
        this.coefficients = coefficients;
        this.noise = noise;
        this.residual = residual;
        bias = epilogue.Bias is { } parameter ? PrepareChannels(parameter, epilogue.BiasGain, compilation) : null;
    }

    /// <summary>The epilogue alone.</summary>
    public static CudaEpilogue Of(Epilogue epilogue, CudaMaps output, CudaCompilation compilation) => new(epilogue, output, compilation, null, null, null);

    /// <summary>What comes before an instance normalisation. Adds the launch that makes its noise, where that is random.</summary>
    public static CudaEpilogue Of(StyledInstanceNorm op, CudaMaps output, CudaCompilation compilation) =>
        new(op.Epilogue, output, compilation, null, CudaNoise.Of(op.Noise?.Noise, output.Shape, compilation), null);

    /// <summary>All that follows the sums of a convolution. Adds the launch that makes its noise, where that is random.</summary>
    /// <param name="op">The convolution.</param>
    /// <param name="compilation">The program.</param>
    /// <param name="scaled">Coefficients in place of the op's own.</param>
    public static CudaEpilogue Of(Convolution op, CudaCompilation compilation, ScaledModulation? scaled = null) =>
        Of(op, scaled?.Coefficients ?? Demodulation(op, compilation), compilation);

    /// <summary>
    /// The same in two parts, for sums that are filtered in between. What lies in memory there has its coefficients already, so that it is about
    /// as large as the output and fits float16.
    /// </summary>
    public static (CudaEpilogue Before, CudaEpilogue After) Split(Convolution op, CudaMaps between, CudaCompilation compilation, ScaledModulation? scaled = null) => (
        new(Epilogue.None, between, compilation, scaled?.Coefficients ?? Demodulation(op, compilation), null, null),
        Of(op, coefficients: null, compilation));

    private static CudaEpilogue Of(Convolution op, CudaCoefficients? coefficients, CudaCompilation compilation)
    {
        var output = CudaMaps.Of(op.Output, compilation);
        if (op.Residual is { } added && compilation.Storage(added) != output.Storage)
            throw new NotSupportedException("A residual is kept as what it is added to.");
        return new(op.Epilogue, output, compilation, coefficients, CudaNoise.Of(op.Noise, output.Shape, compilation), op.Residual);
    }

    private static CudaCoefficients? Demodulation(Convolution op, CudaCompilation compilation) => op.Modulation is { Demodulation: { } rows } modulation
        ? new(memory => memory.Rows(rows), compilation.Plan[rows].Shape.Channels, modulation.DemodulationOffset)
        : null;

    /// <summary>A number a channel in whole quads, as biases are, its gain included.</summary>
    public static WeightHandle PrepareChannels(Parameter parameter, double gain, CudaCompilation compilation) => compilation.Prepare(
        parameter,
        $"quads*{gain:R}",
        // In even quads, as pixels of float16 have them.
        MapStorage.Float16.Quads(parameter.Values.Length) * Float4.Length,
        (stored, prepared) =>
        {
            for (var i = 0; i < stored.Length; i++)
                prepared[i] = (float)(stored[i] * gain);
        });

    public EpilogueArguments Bind(CudaMemory memory) => new()
    {
        Bias = bias is { } handle ? memory.Weights<Float4>(handle) : default,
        Demodulation = coefficients?.Bind(memory) ?? default,
        Noise = noise?.Bind(memory) ?? default,
        Residual = residual is { } maps ? memory.Maps(maps) : default,
        DemodulationStride = coefficients?.Stride ?? 0,
        DemodulationOffset = coefficients?.Offset ?? 0,
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
        IsHalf = output.Flag,
    };
}
