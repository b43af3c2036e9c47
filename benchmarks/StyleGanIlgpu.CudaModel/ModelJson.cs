using System.Text.Json;
using System.Text.Json.Serialization;

namespace StyleGanIlgpu.CudaModel;

/// <summary>The predictions as the GPU check reads them: microseconds of each launch, in the order of the program.</summary>
internal static class ModelJson
{
    public static string Write(IEnumerable<NetworkTimes> all) => JsonSerializer.Serialize(
        all.Select(times => new PredictedNetwork(
            times.Network, times.Precision, times.Batch, times.Gpu.Name,
            [.. times.Launches.Select(launch => launch.Launch.Launch.Kernel)],
            [.. times.Launches.Select(launch => Math.Round(launch.Seconds * 1e6, 1))])),
        ModelJsonContext.Default.IEnumerablePredictedNetwork) + "\n";
}

/// <summary>A network at one precision and batch on one GPU.</summary>
internal sealed record PredictedNetwork(string Network, string Precision, int Batch, string Gpu, string[] Kernels, double[] Microseconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IEnumerable<PredictedNetwork>))]
internal sealed partial class ModelJsonContext : JsonSerializerContext;
