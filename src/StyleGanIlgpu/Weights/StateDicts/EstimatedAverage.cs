using StyleGanIlgpu.Models;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// The average w of a mapping network, as the mean over many latents. The latents are the same on every machine, and so is the order of all
/// sums, so a file gets the same average everywhere.
/// </summary>
internal static class EstimatedAverage
{
    private const int Seeds = 64;
    private const int LatentsPerSeed = 64;

    /// <summary>What is said of it.</summary>
    public const string Note = "not in the file: the mean of w over 4096 latents, RandomState(seed).randn(64, z_dim) for the seeds 0 to 63";

    /// <summary>The average [w_dim].</summary>
    /// <exception cref="ModelFormatException">A tensor of the mapping network is missing or misshapen.</exception>
    public static float[] Of(NetworkConfig config, IReadOnlyDictionary<string, Parameter> tensors, string source)
    {
        var table = new ParameterTable(source, tensors);
        var layers = new (Parameter Weight, Parameter Bias)[config.MappingLayers];
        var width = config.ZDim;
        for (var i = 0; i < layers.Length; i++)
        {
            var weight = table.Require($"mapping.fc{i}.weight", i == layers.Length - 1 ? config.WDim : ParameterTable.Any, width);
            layers[i] = (weight, table.Require($"mapping.fc{i}.bias", weight.Shape[0]));
            width = weight.Shape[0];
        }

        var sums = new double[Seeds][];
        Parallel.For(0, Seeds, seed => sums[seed] = Sum(seed, config, layers));
        var average = new float[width];
        for (var i = 0; i < width; i++)
            average[i] = (float)(sums.Sum(sum => sum[i]) / (Seeds * LatentsPerSeed));
        return average;
    }

    private static double[] Sum(int seed, NetworkConfig config, (Parameter Weight, Parameter Bias)[] layers)
    {
        var x = new float[LatentsPerSeed * config.ZDim];
        new NumPyRandom(seed).StandardNormal(x);
        for (var row = 0; row < LatentsPerSeed; row++)
            Normalize(x.AsSpan(row * config.ZDim, config.ZDim));
        foreach (var (weight, bias) in layers)
            x = DenseRows.Run(x, weight, bias, (float)(config.MappingLrMultiplier / Math.Sqrt(weight.Shape[1])), (float)config.MappingLrMultiplier);

        var sum = new double[x.Length / LatentsPerSeed];
        for (var i = 0; i < x.Length; i++)
            sum[i % sum.Length] += x[i];
        return sum;
    }

    // To unit second moment, as the mapping network begins.
    private static void Normalize(Span<float> z)
    {
        var squares = 0.0;
        foreach (var value in z)
            squares += (double)value * value;
        var scale = (float)(1 / Math.Sqrt(squares / z.Length + 1e-8));
        foreach (ref var value in z)
            value *= scale;
    }
}
