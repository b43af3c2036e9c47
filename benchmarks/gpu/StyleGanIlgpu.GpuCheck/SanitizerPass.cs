namespace StyleGanIlgpu.GpuCheck;

/// <summary>NVIDIA's compute-sanitizer over a network of each kind: memory, races, uninitialised reads, barriers.</summary>
internal static class SanitizerPass
{
    private static readonly string[] Tools = ["memcheck", "racecheck", "initcheck", "synccheck"];

    public static void Run(CheckOptions options, CheckResults results)
    {
        foreach (var tool in Tools)
        {
            var (status, output) = ChildProcess.Run(
                "compute-sanitizer", "--tool", tool, "--error-exitcode", "9", Environment.ProcessPath!,
                "--checkout", options.Checkout, "--out", Path.Combine(options.Out, tool), "--device", options.Device,
                "--parts", "parity", "--golden", "sg2_skip64,sg3_t64,sg3_r64");
            if (status == 9)
                results.Failures.Add($"compute-sanitizer {tool}: {string.Join("; ", output.Split('\n').Where(line => line.StartsWith("=========", StringComparison.Ordinal)).Take(5))}");
            else
                results.Notes.Add($"compute-sanitizer {tool}: {(status == 0 ? "nothing found" : $"left out: {ChildProcess.LastLine(output)}")}");
        }
    }
}
