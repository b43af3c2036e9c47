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

    public static int Run(CheckOptions options, TextWriter output)
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
        Do(options.For(results), results, output);
        Save(options, results);
        foreach (var parity in results.Parity.Where(parity => !parity.Passed))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FAILED {parity.Network} {parity.Precision} {parity.Array}: {parity.RelativeRmse:g3}, limit {parity.Limit:g3}"));
        foreach (var failure in results.Failures)
            output.WriteLine($"FAILED {failure}");
        output.WriteLine($"{results.Parity.Count(parity => parity.Passed)} of {results.Parity.Count} arrays agree; {Path.Combine(options.Out, "gpu.md")}");
        return results.Failed ? Wrong : Passed;
    }

    private static void Do(CheckOptions options, CheckResults results, TextWriter output)
    {
        var clock = new CheckClock(TimeSpan.FromMinutes(options.Minutes));
        foreach (var step in CheckSchedule.Steps(options, results, clock))
        {
            if (clock.IsOver)
            {
                results.Note($"{options.Minutes} minutes were over: {step.Part}, {step.What} left out");
                continue;
            }
            output.WriteLine($"{step.Part}: {step.What} ...");
            var begun = clock.Gone;
            results.Try($"{step.Part}: {step.What}", step.Run);
            results.Steps.Add(new StepResult(step.Part, step.What, Math.Round((clock.Gone - begun).TotalSeconds, 1)));
            Save(options, results);
        }
    }

    private static void Save(CheckOptions options, CheckResults results)
    {
        File.WriteAllText(Path.Combine(options.Out, "gpu.json"), JsonSerializer.Serialize(results, ResultsJson.Default.CheckResults));
        File.WriteAllText(Path.Combine(options.Out, "gpu.md"), MarkdownReport.Write(results));
    }
}
