using StyleGanIlgpu.GpuCheck;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class MarkdownReportTests
{
    private static CheckResults Results() => new() { Engine = "engine", Machine = "machine", When = "now" };

    [Fact]
    public void A_network_stands_beside_the_best_of_the_same_precision_and_batch()
    {
        var results = Results();
        results.Timings.Add(new TimingResult("stylegan2-256", "float32", 4, 0.010, 0.011, 400, 1 << 20) { OneByOneSeconds = 0.0125 });
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "float32", "eager", 4, 0.050, 0.06, 0));
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "float32", "compile", 4, 0.025, 0.06, 0));
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "fp16", "compile", 4, 0.001, 0.06, 0));
        results.Baseline.Add(new BaselineResult("pytorch", "stylegan2-256", "float32", "compile", 1, 0.002, 0.06, 0));
        Assert.Contains("| stylegan2-256 | float32 | 4 | 10.00 | 11.00 | 400.0 | 12.50 | 1 | 25.00 | compile | 2.5 |", MarkdownReport.Write(results), StringComparison.Ordinal);
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
