using System.Globalization;
using System.Text;
using static StyleGanIlgpu.GpuCheck.ReportTable;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>The results as a person reads them: what is wrong, where the time goes, whole networks beside PyTorch, and then all the rest.</summary>
internal static class MarkdownReport
{
    public static string Write(CheckResults results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# GPU check\n\n{results.Engine}; {results.Machine}; {results.When}\n");
        text.List("Failures", results.Failures);
        text.Table("Asked for, and not checked", ["part", "what", "why"], results.Unchecked, step => [step.Part, step.What, step.Reason]);
        PredictionReport.WriteWorst(text, results);
        text.Table(
            "Whole networks",
            [
                "network", "precision", "batch", "on the device, ms", "a picture, ms", "kernel by kernel, ms", "latents to bytes on the host, ms", "pictures/s",
                "peak, MiB", "planned, MiB", "PyTorch's best, ms", "how", "times faster",
            ],
            results.Timings,
            timing => Timing(timing, results.Baseline));
        text.Table("Parity", ["network", "array", "precision", "relative RMSE", "limit", ""], results.Parity, parity =>
            [parity.Network, parity.Array, parity.Precision, Number(parity.RelativeRmse, "0.0e0"), Number(parity.Limit, "0e0"), parity.Passed ? "" : "**FAILED**"]);
        text.Table("Kernels whose numbers were compared", ["precision", "compared", "timed, and never compared"], KernelCoverage.Of(results), kernels =>
            [kernels.Precision, string.Join(", ", kernels.Compared), string.Join(", ", kernels.TimedOnly)]);
        text.Table("PyTorch", ["network", "precision", "batch", "engine", "how", "median, ms", "best, ms", "peak, MiB", "why not"], results.Baseline, line =>
        [
            line.Network, line.Precision, Number(line.Batch), line.Engine, line.Mode, Time(line, line.MedianS), Time(line, line.BestS),
            line.Failed is null ? Number(line.PeakBytes / MiB) : "", line.Failed ?? "",
        ]);
        text.Table("Kernels as the driver compiled them", ["kernel", "registers", "local bytes", "static shared bytes", "most threads"], results.Kernels, kernel =>
            [kernel.Kernel, Number(kernel.Registers), Number(kernel.LocalBytes), Number(kernel.StaticSharedBytes), Number(kernel.MaxThreads)]);
        PredictionReport.WriteTables(text, results);
        text.List("compute-sanitizer found nothing", results.Sanitized);
        text.List("Notes", results.Notes);
        text.Table("How long each step took", ["part", "what", "s"], results.Steps, step => [step.Part, step.What, Number(step.Seconds, "0.0")]);
        return text.ToString();
    }

    /// <summary>Beside the best that PyTorch reached in the same precision at the same batch, medians both. Both end on the device.</summary>
    private static string[] Timing(TimingResult timing, List<BaselineResult> baseline)
    {
        var rival = baseline
            .Where(line => line.Failed is null && line.Network == timing.Network && line.Precision == timing.Precision && line.Batch == timing.Batch)
            .MinBy(line => line.MedianS);
        var ours = timing.DeviceSeconds ?? timing.MedianSeconds;
        return
        [
            timing.Network, timing.Precision, Number(timing.Batch), Milliseconds(timing.DeviceSeconds), Milliseconds(timing.DeviceSeconds / timing.Batch),
            Milliseconds(timing.OneByOneSeconds), Milliseconds(timing.MedianSeconds), Number(timing.PicturesPerSecond, "0.0"),
            Number(timing.PeakDeviceBytes / MiB), Number(timing.PlannedBytes / MiB),
            Milliseconds(rival?.MedianS), rival is null ? "" : $"{rival.Engine}, {rival.Mode}", Number(rival?.MedianS / ours, "0.0"),
        ];
    }

    private static string Time(BaselineResult line, double seconds) => line.Failed is null ? Milliseconds(seconds) : "";
}
