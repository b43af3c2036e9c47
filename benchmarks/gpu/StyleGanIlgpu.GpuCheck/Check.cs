using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>The whole check: its steps in order, and the report, which is written again after each, so that a cut run leaves what it has.</summary>
internal static class Check
{
    private const int Passed = 0;
    private const int Wrong = 1;
    private const int NoDevice = 3;
    private const int NotChecked = 4;

    public static int Run(CheckOptions options, TextWriter output, TextWriter errors)
    {
        string engine;
        try
        {
            using var generator = Generator.LoadDefault(new GeneratorOptions { Device = options.Device });
            engine = generator.Engine;
        }
        catch (DeviceUnavailableException fault)
        {
            output.WriteLine(fault.Message);
            return NoDevice;
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"--device: {fault.Message}", fault);
        }
        var results = new CheckResults
        {
            Engine = engine,
            Machine = $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores",
            When = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        };
        Directory.CreateDirectory(options.Out);
        var possible = options.For(results);
        var clock = new CheckClock(TimeSpan.FromMinutes(options.Minutes));
        Do([.. CheckSchedule.Steps(possible, results, clock)], options.Parts, results, clock, output, () => Save(options, results));
        Save(options, results);
        foreach (var parity in results.Parity.Where(parity => !parity.Passed))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAILED {parity.Network} {parity.Precision} {parity.Array}: {parity.RelativeRmse:g3}, limit {parity.Limit:g3}"));
        foreach (var failure in results.Failures)
            output.WriteLine($"FAILED {failure}");
        foreach (var part in results.Unchecked.GroupBy(step => step.Part))
            errors.WriteLine($"NOT CHECKED {part.Key}: {string.Join("; ", part.Select(step => step.What))}");
        var agree = results.Parity.Count > 0 ? $"{results.Parity.Count(parity => parity.Passed)} of {results.Parity.Count} arrays agree" : "no arrays were compared";
        output.WriteLine($"{agree}; {Path.Combine(options.Out, "gpu.md")}");
        return Status(results);
    }

    internal static int Status(CheckResults results) => results.Failed ? Wrong : results.Unchecked.Count > 0 ? NotChecked : Passed;

    internal static void Do(CheckStep[] steps, IReadOnlyList<string> parts, CheckResults results, CheckClock clock, TextWriter output, Action save)
    {
        foreach (var step in steps)
        {
            if (clock.IsOver)
            {
                results.LeaveOut(step.Part, step.What, "the minutes were over");
                continue;
            }
            output.WriteLine($"{step.Part}: {step.What} ...");
            var begun = clock.Gone;
            results.Do(step);
            results.Steps.Add(new StepResult(step.Part, step.What, Math.Round((clock.Gone - begun).TotalSeconds, 1)));
            save();
        }
        var known = results.Unchecked.Select(left => left.Part).Concat(steps.Select(step => step.Part));
        foreach (var part in parts.Except(known).ToArray())
            results.LeaveOut(part, "all of it", "there is nothing to do with these options");
    }

    private static void Save(CheckOptions options, CheckResults results)
    {
        File.WriteAllText(Path.Combine(options.Out, "gpu.json"), JsonSerializer.Serialize(results, ResultsJson.Default.CheckResults));
        File.WriteAllText(Path.Combine(options.Out, "gpu.md"), MarkdownReport.Write(results));
    }
}
