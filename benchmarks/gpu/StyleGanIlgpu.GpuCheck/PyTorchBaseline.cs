using System.Globalization;
using System.Text.Json;
using StyleGanIlgpu.Backends;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>
/// Runs benchmarks/pytorch: our own networks in PyTorch, in each precision compared with the golden pictures first, and the user's clone of the
/// official code where there is one. What can't be run is a line of the report.
/// </summary>
internal sealed class PyTorchBaseline(CheckOptions options, CheckResults results, CheckClock clock)
{
    /// <summary>Compiling takes minutes a network: it comes last.</summary>
    private const string SlowMode = "max-autotune";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Where our networks in PyTorch put their styles; the faster one depends on batch and precision.</summary>
    private static readonly string[] Modulations = ["weights", "maps"];

    private readonly Dictionary<Precision, string[]> verified = [];

    // Null where PyTorch can be used.
    private readonly Lazy<string?> missing = new(() =>
    {
        var (status, output) = ChildProcess.Run(options.Python, "-c", "import torch, numpy; assert torch.cuda.is_available(), 'PyTorch sees no GPU'");
        return status == 0 ? null : ChildProcess.LastLine(output);
    });

    /// <summary>Ways to run a network, as bench_gpu.py knows them.</summary>
    public static IReadOnlyList<string> Modes { get; } = ["eager", "graph", "reduce-overhead", SlowMode];

    private string Scripts => Path.Combine(options.Checkout, "benchmarks", "pytorch");

    public IEnumerable<CheckStep> Steps(string network, Precision precision, IEnumerable<int> batches, bool slow)
    {
        var sizes = string.Join(',', batches);
        var modes = options.TorchModes.Where(mode => (mode == SlowMode) == slow).ToArray();
        // The official code is made of its own kernels, which torch.compile can't see into.
        var ofOfficial = modes.Intersect(["eager", "graph"]).ToArray();
        if (options.Official is { } clone && ofOfficial.Length > 0)
        {
            yield return new CheckStep("pytorch", $"official {network} {precision.Name()}, batch {sizes}", () =>
                Time(network, precision, sizes, ofOfficial, "--official", clone));
        }
        // Which layers are float16 is the official code's to say.
        if (precision != Precision.Official && modes.Length > 0)
        {
            yield return new CheckStep("pytorch", $"{network} {precision.Name()}, batch {sizes}, {string.Join(" and ", modes)}", () =>
            {
                if (Verified(precision) is not { Length: > 0 } modulations)
                    throw new NotCheckedException("PyTorch makes other pictures");
                Time(network, precision, sizes, modes, "--modulations", string.Join(',', modulations));
            });
        }
    }

    private void Time(string network, Precision precision, string batches, string[] modes, params string[] more)
    {
        RequirePyTorch();
        var (status, output) = ChildProcess.Run(
            Limit(), options.Python,
            [
                Path.Combine(Scripts, "bench_gpu.py"), network, "--precision", precision.Name(), "--batches", batches,
                "--modes", string.Join(',', modes), "--runs", options.Runs.ToString(CultureInfo.InvariantCulture), .. more,
            ]);
        BaselineResult[] lines = [.. output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize(line, ResultsJson.Default.BaselineResult)!)];
        results.Baseline.AddRange(lines);
        if (status != 0)
            throw new NotCheckedException($"ended early: {ChildProcess.LastLine(output)}");
        if (Array.TrueForAll(lines, line => line.Failed is not null))
            throw new NotCheckedException(lines.LastOrDefault()?.Failed ?? "no line of results");
    }

    /// <summary>Those that make the golden pictures: a baseline that makes others would be worth nothing.</summary>
    private string[] Verified(Precision precision)
    {
        RequirePyTorch();
        if (!verified.TryGetValue(precision, out var right))
            verified[precision] = right = [.. Modulations.Where(modulation => MakesGoldenPictures(precision, modulation))];
        return right;
    }

    private bool MakesGoldenPictures(Precision precision, string modulation)
    {
        var (status, output) = ChildProcess.Run(
            Limit(), options.Python,
            [Path.Combine(Scripts, "verify.py"), "--device", "cuda", "--precision", precision.Name(), "--modulation", modulation]);
        if (status != 0)
            results.Failures.Add($"PyTorch in {precision.Name()}, styles on {modulation}, isn't timed, since it makes other pictures: {ChildProcess.LastLine(output)}");
        return status == 0;
    }

    private void RequirePyTorch()
    {
        if (missing.Value is { } reason)
            throw new NotCheckedException(reason);
    }

    private TimeSpan Limit() => clock.Left < Longest ? clock.Left : Longest;
}
