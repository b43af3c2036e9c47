using System.Text.Json.Serialization;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Everything that was found, as it is written to gpu.json.</summary>
internal sealed record CheckResults
{
    public required string Engine { get; init; }

    public required string When { get; init; }

    public required string Machine { get; init; }

    public List<ParityResult> Parity { get; } = [];

    public List<KernelResult> Kernels { get; } = [];

    public List<TimingResult> Timings { get; } = [];

    public List<LaunchResult> Launches { get; } = [];

    public List<BaselineResult> Baseline { get; } = [];

    /// <summary>What was left out and why, one line each.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What went wrong beside parity.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Does one thing of many: if it fails, that is kept, and costs nothing else, on a machine that is lent for an hour.</summary>
    public void Try(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is not IOException)
        {
            Failures.Add($"{what}: {fault.GetType().Name}: {fault.Message}");
        }
    }

    [JsonIgnore]
    public bool Failed => Failures.Count > 0 || Parity.Exists(parity => !parity.Passed);
}

/// <summary>A golden array and how near the engine came.</summary>
internal sealed record ParityResult(string Network, string Array, string Precision, double RelativeRmse, double Limit)
{
    // A NaN is within no limit.
    public bool Passed => RelativeRmse <= Limit;
}

/// <summary>A kernel as the driver compiled it.</summary>
internal sealed record KernelResult(string Kernel, int Registers, int LocalBytes, int StaticSharedBytes, int MaxThreads);

/// <summary>A whole network, z to float picture: seconds a batch; bytes the device held at most; seconds where kernels are launched one by one.</summary>
internal sealed record TimingResult(
    string Network, string Precision, int Batch, double BestSeconds, double MedianSeconds, double PicturesPerSecond, long PeakDeviceBytes)
{
    /// <summary>Null where nothing is launched, or nothing else was possible.</summary>
    public double? OneByOneSeconds { get; init; }
}

/// <summary>One launch of a network by the device's own clock.</summary>
internal sealed record LaunchResult(string Network, int Batch, int Index, string Kernel, string Grid, double Microseconds);

/// <summary>A line of benchmarks/pytorch/bench_gpu.py.</summary>
internal sealed record BaselineResult(
    string Engine, string Network, string Precision, string Mode, int Batch, double BestS, double MedianS, long PeakBytes);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckResults))]
[JsonSerializable(typeof(BaselineResult))]
internal sealed partial class ResultsJson : JsonSerializerContext;
