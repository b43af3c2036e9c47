using System.Text.Json.Serialization;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>What bench tells programs.</summary>
/// <param name="File">The checkpoint as it was named; null for the default model.</param>
/// <param name="Family">Its family.</param>
/// <param name="ImageWidth">Width of a picture.</param>
/// <param name="ImageHeight">Height of a picture.</param>
/// <param name="MultiplyAdds">Multiply-adds of a picture's convolutions, as written.</param>
/// <param name="Peak">Float operations a second that all cores do in registers.</param>
/// <param name="Rows">The timings.</param>
internal sealed record BenchDocument(
    string? File, string Family, int ImageWidth, int ImageHeight, long MultiplyAdds, double Peak, IReadOnlyList<BenchRow> Rows);

/// <summary>The timings of one number of threads and one batch.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Threads">Threads of the CPU engine; null on a GPU.</param>
/// <param name="Batch">Pictures of a call.</param>
/// <param name="BestSeconds">Seconds a picture, of the best call.</param>
/// <param name="MedianSeconds">Seconds a picture, of the median call.</param>
/// <param name="PicturesPerSecond">Pictures a second, at the best call's speed.</param>
/// <param name="OperationsPerSecond">Two for each multiply-add, at the best call's speed.</param>
/// <param name="ShareOfPeak">That over what as many threads do in registers; null on a GPU. Ways with fewer products than written can pass 1.</param>
/// <param name="FirstSeconds">Seconds from the open file to the first call's pictures: weights prepared, and code compiled where it hasn't been.</param>
/// <param name="PeakBytes">The most memory so far: of the GPU for a GPU, else of the process.</param>
internal sealed record BenchRow(
    string Engine,
    int? Threads,
    int Batch,
    double BestSeconds,
    double MedianSeconds,
    double PicturesPerSecond,
    double OperationsPerSecond,
    double? ShareOfPeak,
    double FirstSeconds,
    long PeakBytes);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchDocument))]
internal sealed partial class BenchJson : JsonSerializerContext;
