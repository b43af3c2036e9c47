using System.Diagnostics;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>NVIDIA's compute-sanitizer over a network of each kind: memory, races, uninitialised reads, barriers.</summary>
internal static class SanitizerPass
{
    public static IReadOnlyList<string> Tools { get; } = ["memcheck", "racecheck", "initcheck", "synccheck"];

    public static void Run(string tool, CheckOptions options, CheckResults results)
    {
        // A precision that the device hasn't would be the other check's to complain of.
        var precisions = options.Precisions.Intersect([Precision.Float32, Precision.Fp16]).DefaultIfEmpty(Precision.Float32);
        string[] arguments =
        [
            "--tool", tool, "--error-exitcode", "9", Environment.ProcessPath!,
            "--checkout", options.Checkout, "--out", Path.Combine(options.Out, tool), "--device", options.Device,
            "--parts", "parity", "--golden", "sg2_skip64,sg3_t64,sg3_r64", "--precisions", string.Join(',', precisions.Select(precision => precision.Name())),
        ];
        // Kernel by kernel, so that what it finds has a launch.
        var start = new ProcessStartInfo(options.Sanitizer, arguments) { Environment = { [CudaStart.GraphsVariable] = "0" } };
        var (status, output) = ChildProcess.Run(start);
        if (status == ChildProcess.NotStarted)
            throw new NotCheckedException(ChildProcess.LastLine(output));
        if (status == 0)
            results.Sanitized.Add(tool);
        else
            results.Failures.Add($"compute-sanitizer {tool} ends with {status}: {Said(output)}");
    }

    /// <summary>The tool's own lines, or where it has none, the last of the program.</summary>
    private static string Said(string output)
    {
        var lines = output.Split('\n').Where(line => line.StartsWith("=========", StringComparison.Ordinal)).Take(5).ToArray();
        return lines.Length > 0 ? string.Join("; ", lines) : ChildProcess.LastLine(output);
    }
}
