using StyleGanIlgpu.GpuCheck;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class MarkdownReportTests
{
    private static CheckResults Results() => new() { Engine = "engine", Machine = "machine", When = "now" };

    [Fact]
    public void A_network_stands_beside_the_best_of_the_same_precision_and_batch()
    {
        var results = Results();
        results.Timings.Add(new TimingResult("stylegan2-256", "float32", 4, 0.019, 0.020, 200, 1 << 20)
        {
            DeviceSeconds = 0.010,
            OneByOneSeconds = 0.0125,
            PlannedBytes = 2 << 20,
        });
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "float32", "eager", 4, 0.020, 0.06));
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "float32", "graph", 4, 0.024, 0.025));
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "float32", "max-autotune", 4, Failed: "no compiler"));
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "fp16", "graph", 4, 0.001, 0.001));
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "float32", "graph", 1, 0.002, 0.002));
        var report = MarkdownReport.Write(results);
        Assert.Contains(
            "| stylegan2-256 | float32 | 4 | 10.00 | 2.50 | 12.50 | 20.00 | 200.0 | 1 | 2 | 25.00 | pytorch, graph | 2.5 |", report, StringComparison.Ordinal);
        Assert.Contains("| stylegan2-256 | float32 | 4 | pytorch | max-autotune |  |  |  | no compiler |", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2.1e-5, true)]
    [InlineData(double.NaN, true)]
    [InlineData(1.9e-5, false)]
    public void What_is_beyond_its_limit_or_no_number_has_failed(double error, bool failed)
    {
        var results = Results();
        results.Parity.Add(new ParityResult("sg3_t64", "img_const_f64", "float32", error, 2e-5));
        Assert.Equal(failed, results.Failed);
        Assert.Equal(failed, MarkdownReport.Write(results).Contains("**FAILED**", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_beside_parity_counts()
    {
        var results = Results();
        results.Failures.Add("timings: out of memory");
        Assert.True(results.Failed);
        Assert.Contains("- timings: out of memory", MarkdownReport.Write(results), StringComparison.Ordinal);
    }
}
