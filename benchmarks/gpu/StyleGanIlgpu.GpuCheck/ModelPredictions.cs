using System.Text.Json;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>A network at one precision and batch on one GPU, as the model of GPUs writes it: microseconds of each launch, in order.</summary>
internal sealed record PredictedNetwork(string Network, string Precision, int Batch, string Gpu, string[] Kernels, double[] Microseconds);

/// <summary>What the model of GPUs says that launches take.</summary>
internal sealed class ModelPredictions(IReadOnlyList<PredictedNetwork> networks)
{
    /// <summary>The predictions asked for; none where the checkout has none, which is noted.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static ModelPredictions Read(CheckOptions options, CheckResults results)
    {
        var file = options.Model ?? Path.Combine(options.Checkout, "benchmarks", "results", "cuda-model.json");
        if (!File.Exists(file))
        {
            results.Note($"nothing is predicted: there is no {file}");
            return new ModelPredictions([]);
        }
        try
        {
            return new ModelPredictions(JsonSerializer.Deserialize(File.ReadAllText(file), ResultsJson.Default.PredictedNetworkArray) ?? []);
        }
        catch (JsonException fault)
        {
            results.Failures.Add($"nothing is predicted: {file}: {fault.Message}");
            return new ModelPredictions([]);
        }
    }

    /// <summary>Keeps the launches of one network, each with its prediction where it has one.</summary>
    public void Add(DeviceSpeed device, IReadOnlyList<LaunchResult> launches, CheckResults results)
    {
        if (launches.Count == 0)
            return;
        var first = launches[0];
        var same = networks.Where(network => network.Network == first.Network && network.Precision == first.Precision && network.Batch == first.Batch).ToArray();
        var gpu = NearestGpu.Of(device, same.Select(network => network.Gpu));
        if (gpu is null)
        {
            results.Predictions.Add(new PredictionResult(first.Network, first.Precision, first.Batch, null, 0, "the model has no such network, precision and batch"));
            results.Launches.AddRange(launches);
            return;
        }
        var predicted = same.First(network => network.Gpu == gpu.Name);
        var match = LaunchMatch.Of([.. launches.Select(launch => launch.Kernel)], predicted.Kernels);
        results.Predictions.Add(new PredictionResult(
            first.Network, first.Precision, first.Batch, gpu.Words, match.Model.Count(index => index >= 0), match.Difference));
        results.Launches.AddRange(launches.Zip(match.Model, (launch, index) =>
            index < 0 ? launch : launch with { PredictedMicroseconds = predicted.Microseconds[index] * gpu.Scale }));
    }
}
