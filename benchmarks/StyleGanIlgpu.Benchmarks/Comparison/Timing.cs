using System.Text.Json;

namespace StyleGanIlgpu.Benchmarks.Comparison;

/// <summary>One JSON line of any engine: seconds a picture.</summary>
/// <param name="Engine">The engine and its version.</param>
/// <param name="Setting">What it was told, where that was tried out; else empty.</param>
/// <param name="Network">The network.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Batch">Pictures of a call.</param>
/// <param name="Gflop">10^9 operations of a picture's convolutions as written; 0 where the engine doesn't say.</param>
/// <param name="Seconds">The best time.</param>
/// <param name="Processor">Processor time, the least.</param>
/// <param name="Pictures">How many calls that is the best of.</param>
internal sealed record Timing(
    string Engine, string Setting, string Network, int Threads, int Batch, double Gflop, double Seconds, double Processor, int Pictures)
{
    // Engines that wait by spinning fill their threads on a quiet machine.
    private const double LeastShare = 0.7;

    // Of those that sleep the processor time says nothing.
    private const string Sleeping = "sleeping";

    /// <summary>True where the threads had not the processors to themselves: the time says little.</summary>
    public bool IsDisturbed => !Setting.Contains(Sleeping, StringComparison.Ordinal) && Processor < LeastShare * Threads * Seconds;

    public bool IsPyTorch => Engine.StartsWith("pytorch", StringComparison.Ordinal);

    public bool IsOnnxRuntime => Engine.StartsWith("onnxruntime", StringComparison.Ordinal);

    public bool IsOurs => !IsPyTorch && !IsOnnxRuntime;

    public static Timing Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new Timing(
            root.GetProperty("engine").GetString()!,
            root.TryGetProperty("setting", out var setting) ? setting.GetString()! : "",
            root.GetProperty("network").GetString()!,
            root.GetProperty("threads").GetInt32(),
            root.TryGetProperty("batch", out var batch) ? batch.GetInt32() : 1,
            root.TryGetProperty("gflop", out var gflop) ? gflop.GetDouble() : 0,
            root.GetProperty("best_s").GetDouble(),
            root.GetProperty("cpu_s").GetDouble(),
            // The first call counts as well.
            root.GetProperty("runs").GetInt32() + 1);
    }
}
