using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.RandomNetworks;

/// <summary>
/// Collects the tensors of a network, each drawn from a stream of its own, so that a tensor depends on the seed and its place only.
/// Nothing comes out zero or as the identity: an engine that leaves something out gives another picture.
/// </summary>
internal sealed class RandomTensors(ulong seed)
{
    private const int Chunk = 1 << 16;

    private readonly Dictionary<string, Parameter> tensors = [];

    public ParameterTable ToTable(string source) => new(source, tensors);

    /// <summary>Normal values around a mean.</summary>
    public void Normal(string name, int[] shape, double scale = 1, double mean = 0)
    {
        var values = new float[shape.Aggregate(1, (product, extent) => checked(product * extent))];
        var stream = tensors.Count;
        Parallel.For(0, (values.Length + Chunk - 1) / Chunk, chunk =>
        {
            var part = values.AsSpan(chunk * Chunk, Math.Min(Chunk, values.Length - chunk * Chunk));
            PhiloxNoise.Fill(part, seed, stream, chunk, 0);
            foreach (ref var value in part)
                value = (float)(mean + scale * value);
        });
        Exactly(name, shape, values);
    }

    /// <summary>Given values.</summary>
    public void Exactly(string name, int[] shape, float[] values) => tensors.Add(name, new Parameter(name, shape, values));

    /// <summary>Given values, rounded to float32.</summary>
    public void Exactly(string name, int[] shape, double[] values) => Exactly(name, shape, Array.ConvertAll(values, value => (float)value));

    /// <summary>A style affine: weights as initialised, biases around 1.</summary>
    public void Affine(string prefix, int channels, int wDim)
    {
        Normal($"{prefix}.affine.weight", [channels, wDim]);
        Normal($"{prefix}.affine.bias", [channels], scale: 0.1, mean: 1);
    }
}
