using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>The noise of a layer, strength included: prepared with the weights, or made anew in every run.</summary>
internal sealed class CudaNoise
{
    private readonly WeightHandle? constant;
    private readonly TemporaryHandle? random;

    private CudaNoise(int stride, WeightHandle? constant, TemporaryHandle? random)
    {
        Stride = stride;
        this.constant = constant;
        this.random = random;
    }

    /// <summary>Numbers from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Null where there is no noise.</summary>
    public static CudaNoise? Of(Noise? noise, TensorShape shape, CudaCompilation compilation)
    {
        if (noise is null or { Strength: 0 })
            return null;
        if (noise.Constant is { } parameter)
        {
            var strength = noise.Strength;
            return new CudaNoise(shape.Width, compilation.Prepare(parameter, $"noise*{strength:R}", parameter.Values.Length, (stored, prepared) =>
            {
                for (var i = 0; i < stored.Length; i++)
                    prepared[i] = (float)(stored[i] * strength);
            }), null);
        }
        var quads = PhiloxNoiseArguments.StrideFor(shape.Width);
        var temporary = compilation.Temporary<Float4>((long)shape.Height * quads);
        compilation.Launch(PhiloxNoiseArguments.Launch(shape.Height, shape.Width), memory => new PhiloxNoiseArguments
        {
            Output = memory.Temporary<Float4>(temporary),
            Options = memory.RunOptions,
            Stride = quads,
            Layer = noise.Layer,
            Strength = (float)noise.Strength,
        });
        return new CudaNoise(quads * Float4.Length, null, temporary);
    }

    public DeviceFloats Bind(CudaMemory memory) =>
        constant is { } weights ? memory.Weights<float>(weights) : memory.Temporary<float>(random!.Value);
}
