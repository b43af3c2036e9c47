using System.Text.Json.Serialization;
using StyleGanIlgpu.Backends;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Everything that was found, as it is written to gpu.json.</summary>
internal sealed record CheckResults
{
    public required string Engine { get; init; }

    public required string When { get; init; }

    public required string Machine { get; init; }

    public List<ParityResult> Parity { get; } = [];

    /// <summary>Kernels of the runs that parity compared.</summary>
    public List<ComparedKernel> Compared { get; } = [];

    public List<TimingResult> Timings { get; } = [];

    /// <summary>How each network's launches were set beside the model's.</summary>
    public List<PredictionResult> Predictions { get; } = [];

    public List<LaunchResult> Launches { get; } = [];

    public List<BaselineResult> Baseline { get; } = [];

    public List<KernelResult> Kernels { get; } = [];

    public List<StepResult> Steps { get; } = [];

    /// <summary>Tools of compute-sanitizer that found nothing.</summary>
    public List<string> Sanitized { get; } = [];

    /// <summary>What was asked for and has no result.</summary>
    public List<UncheckedResult> Unchecked { get; } = [];

    /// <summary>What else is to be known, one line each.</summary>
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
        catch (Exception fault) when (fault is not NotCheckedException)
        {
            Failures.Add($"{what}: {fault.GetType().Name}: {fault.Message}");
        }
    }

    /// <summary>Does a step. One that comes to no result, good or bad, hasn't checked what it is for, even if it doesn't say so.</summary>
    public void Do(CheckStep step)
    {
        var before = Found;
        Try($"{step.Part}: {step.What}", () =>
        {
            try
            {
                step.Run();
                if (Found == before)
                    LeaveOut(step.Part, step.What, "it came to no result");
            }
            catch (NotCheckedException fault)
            {
                LeaveOut(step.Part, step.What, fault.Message);
            }
        });
    }

    /// <summary>Keeps that something which was asked for isn't checked.</summary>
    public void LeaveOut(string part, string what, string reason) => Unchecked.Add(new UncheckedResult(part, what, reason));

    /// <summary>Keeps which kernels made the numbers that were compared.</summary>
    public void AddCompared(Precision precision, IEnumerable<string> kernels) =>
        Compared.AddRange(kernels.Select(kernel => new ComparedKernel(precision.Name(), kernel)).Except(Compared).ToArray());

    /// <summary>Says it, unless it was said before.</summary>
    public void Note(string line)
    {
        if (!Notes.Contains(line))
            Notes.Add(line);
    }

    /// <summary>Results of all kinds. A rival that fails to run is none.</summary>
    [JsonIgnore]
    private int Found => Parity.Count + Timings.Count + Baseline.Count(line => line.Failed is null) + Kernels.Count + Sanitized.Count + Failures.Count;

    [JsonIgnore]
    public bool Failed => Failures.Count > 0 || Parity.Exists(parity => !parity.Passed);
}

/// <summary>A kernel that made numbers which were compared.</summary>
internal sealed record ComparedKernel(string Precision, string Kernel);

/// <summary>A step or a choice of the command line that has no result, and why.</summary>
internal sealed record UncheckedResult(string Part, string What, string Reason);

/// <summary>An array of pictures and how near the engine came.</summary>
internal sealed record ParityResult(string Network, string Array, string Precision, double RelativeRmse, double Limit)
{
    // A NaN is within no limit.
    public bool Passed => RelativeRmse <= Limit;
}

/// <summary>A kernel as the driver compiled it.</summary>
internal sealed record KernelResult(string Kernel, int Registers, int LocalBytes, int StaticSharedBytes, int MaxThreads);

/// <summary>
/// A whole network: seconds a batch on the host, from latents to bytes there; bytes the device held at most, and those planned.
/// </summary>
internal sealed record TimingResult(
    string Network, string Precision, int Batch, double BestSeconds, double MedianSeconds, double PicturesPerSecond, long PeakDeviceBytes)
{
    /// <summary>The median by the device's clock, from latents to bytes there: nothing copied; null where there is no device.</summary>
    public double? DeviceSeconds { get; init; }

    /// <summary>The same where kernels are launched one by one; null where they always are.</summary>
    public double? OneByOneSeconds { get; init; }

    public long? PlannedBytes { get; init; }
}

/// <summary>The launches of a network beside those of the model of a GPU.</summary>
/// <param name="Network">Whose.</param>
/// <param name="Precision">What it computes in.</param>
/// <param name="Batch">Pictures computed together.</param>
/// <param name="Gpu">Whose prediction it is, and what was made of it; null where there is none.</param>
/// <param name="Matched">Launches that have a prediction.</param>
/// <param name="Difference">Where the engine's launches aren't the model's; null where they are.</param>
internal sealed record PredictionResult(string Network, string Precision, int Batch, string? Gpu, int Matched, string? Difference);

/// <summary>One launch of a network by the device's own clock, and what the model says of it, if anything.</summary>
internal sealed record LaunchResult(
    string Network, string Precision, int Batch, int Index, string Kernel, string Grid, double Microseconds, double? PredictedMicroseconds = null)
{
    /// <summary>Microseconds a picture over the prediction.</summary>
    [JsonIgnore]
    public double Lost => ((Microseconds - PredictedMicroseconds) / Batch) ?? 0;
}

/// <summary>A line of benchmarks/pytorch/bench_gpu.py: a time, or why there is none.</summary>
internal sealed record BaselineResult(
    string Engine, string Network, string Precision, string Mode, int Batch, double BestS = 0, double MedianS = 0, long PeakBytes = 0, string? Failed = null);

/// <summary>What took how long.</summary>
internal sealed record StepResult(string Part, string What, double Seconds);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckResults))]
[JsonSerializable(typeof(BaselineResult))]
[JsonSerializable(typeof(PredictedNetwork[]))]
internal sealed partial class ResultsJson : JsonSerializerContext;
