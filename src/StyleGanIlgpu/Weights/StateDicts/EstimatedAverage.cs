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
    // Of a stored number, as float16.
    private const int FewestBytes = 2;

    private const int Seeds = 64;
    private const int LatentsPerSeed = 64;

    /// <summary>What is said of it.</summary>
    public const string Note = "estimated, since the file that the network came from lacks it: the mean of w over 4096 latents, RandomState(seed).randn(64, z_dim) for the seeds 0 to 63";

    /// <summary>The average [w_dim].</summary>
    /// <exception cref="ModelFormatException">A tensor of the mapping network is missing or misshapen, or there are more weights than the file can hold.</exception>
    public static float[] Of(NetworkConfig config, IReadOnlyDictionary<string, Parameter> tensors, long fileLength, string source)
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

        // Layers that share their numbers cost a file nothing, and all the work is in them.
        var weights = layers.Sum(layer => (long)layer.Weight.Values.Length);
        if (weights > fileLength / FewestBytes)
            throw new ModelFormatException($"{source}: the mapping network has {weights} weights, more than a file of {fileLength} bytes holds, and no average w; expected each layer to have its own.");
        var widest = Math.Max(config.ZDim, layers.Max(layer => layer.Weight.Shape[0]));
        var sums = new double[Seeds * width];
        Parallel.For(0, Seeds, () => new Workspace(widest), (seed, _, workspace) => Add(seed, config, layers, workspace, sums.AsSpan(seed * width, width)), _ => { });
        var average = new float[width];
        for (var i = 0; i < width; i++)
        {
            var sum = 0.0;
            for (var seed = 0; seed < Seeds; seed++)
                sum += sums[(seed * width) + i];
            average[i] = (float)(sum / (Seeds * LatentsPerSeed));
        }

        return average;
    }

    private static Workspace Add(int seed, NetworkConfig config, (Parameter Weight, Parameter Bias)[] layers, Workspace workspace, Span<double> sum)
    {
        workspace.Random.Reseed(seed);
        for (var done = 0; done < LatentsPerSeed; done += Workspace.Rows)
        {
            var (x, y) = (workspace.X, workspace.Y);
            workspace.Random.StandardNormal(x.AsSpan(0, Workspace.Rows * config.ZDim));
            for (var row = 0; row < Workspace.Rows; row++)
                Normalize(x.AsSpan(row * config.ZDim, config.ZDim));
            foreach (var (weight, bias) in layers)
            {
                DenseRows.Run(x, y, Workspace.Rows, weight, bias, (float)(config.MappingLrMultiplier / Math.Sqrt(weight.Shape[1])), (float)config.MappingLrMultiplier);
                (x, y) = (y, x);
            }

            for (var i = 0; i < Workspace.Rows * sum.Length; i++)
                sum[i % sum.Length] += x[i];
        }

        return workspace;
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

    /// <summary>What a worker needs, whatever number of seeds it takes.</summary>
    private sealed class Workspace(int widest)
    {
        /// <summary>Rows that stay in the first cache while the weights pass by.</summary>
        public const int Rows = 16;

        public NumPyRandom Random { get; } = new(0);

        public float[] X { get; } = new float[Rows * widest];

        public float[] Y { get; } = new float[Rows * widest];
    }
}
