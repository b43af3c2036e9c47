using System.Globalization;
using System.Text;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>The results as a person reads them: parity, whole networks beside PyTorch, kernels, launches.</summary>
internal static class MarkdownReport
{
    private const double MiB = 1024 * 1024;

    public static string Write(CheckResults results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# GPU check\n\n{results.Engine}; {results.Machine}; {results.When}\n");
        Table(text, "Parity with the golden arrays", ["network", "array", "precision", "relative RMSE", "limit", ""], results.Parity, parity =>
            [parity.Network, parity.Array, parity.Precision, Number(parity.RelativeRmse, "0.0e0"), Number(parity.Limit, "0e0"), parity.Passed ? "" : "**FAILED**"]);
        Table(
            text,
            "Whole networks, z to float picture",
            ["network", "precision", "batch", "best, ms", "median, ms", "pictures/s", "kernel by kernel, ms", "peak, MiB", "PyTorch best, ms", "how", "times faster"],
            results.Timings,
            timing => Timing(timing, results.Baseline));
        Table(text, "PyTorch", ["network", "precision", "how", "batch", "best, ms", "median, ms", "peak, MiB"], results.Baseline, line =>
            [line.Network, line.Precision, line.Mode, Number(line.Batch), Milliseconds(line.BestS), Milliseconds(line.MedianS), Number(line.PeakBytes / MiB, "0")]);
        Table(text, "Kernels as the driver compiled them", ["kernel", "registers", "local bytes", "static shared bytes", "most threads"], results.Kernels, kernel =>
            [kernel.Kernel, Number(kernel.Registers), Number(kernel.LocalBytes), Number(kernel.StaticSharedBytes), Number(kernel.MaxThreads)]);
        Table(text, "Launch by launch", ["network", "batch", "launch", "kernel", "grid", "µs"], results.Launches, launch =>
            [launch.Network, Number(launch.Batch), Number(launch.Index), launch.Kernel, launch.Grid, Number(launch.Microseconds, "0.0")]);
        List(text, "Failures", results.Failures);
        List(text, "Notes", results.Notes);
        return text.ToString();
    }

    /// <summary>Beside the best that PyTorch reached in the same precision at the same batch.</summary>
    private static string[] Timing(TimingResult timing, List<BaselineResult> baseline)
    {
        var rival = baseline
            .Where(line => line.Network == timing.Network && line.Precision == timing.Precision && line.Batch == timing.Batch)
            .MinBy(line => line.BestS);
        return
        [
            timing.Network, timing.Precision, Number(timing.Batch), Milliseconds(timing.BestSeconds), Milliseconds(timing.MedianSeconds),
            Number(timing.PicturesPerSecond, "0.0"), timing.OneByOneSeconds is { } seconds ? Milliseconds(seconds) : "", Number(timing.PeakDeviceBytes / MiB, "0"),
            rival is null ? "" : Milliseconds(rival.BestS), rival?.Mode ?? "", rival is null ? "" : Number(rival.BestS / timing.BestSeconds, "0.0"),
        ];
    }

    private static void Table<T>(StringBuilder text, string title, string[] columns, List<T> rows, Func<T, string[]> cells)
    {
        if (rows.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| ").AppendJoin(" | ", columns).Append(" |\n|");
        text.Insert(text.Length, "---|", columns.Length).Append('\n');
        foreach (var row in rows)
            text.Append("| ").AppendJoin(" | ", cells(row)).Append(" |\n");
    }

    private static void List(StringBuilder text, string title, List<string> lines)
    {
        if (lines.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n").AppendJoin('\n', lines.Select(line => $"- {line}")).Append('\n');
    }

    private static string Milliseconds(double seconds) => Number(seconds * 1000, "0.00");

    private static string Number(double value, string format = "0") => value.ToString(format, CultureInfo.InvariantCulture);
}
