using System.Text.Json;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Tests.Cli;

public class BenchTests
{
    [Fact]
    public void A_row_for_every_number_of_threads_and_every_batch()
    {
        var run = CommandRun.Of("bench", "--device", "cpu", "--threads", "1,2", "--batch", "1,3", "--runs", "1", "--json");
        Assert.Equal(0, run.Status);
        Assert.Equal(["timing threads 1, batch 1 ...", "timing threads 1, batch 3 ...", "timing threads 2, batch 1 ...", "timing threads 2, batch 3 ..."], run.ErrorLines);
        using var document = JsonDocument.Parse(run.Out);
        var root = document.RootElement;
        Assert.Equal(175306752, root.GetProperty("multiplyAdds").GetInt64());
        Assert.InRange(root.GetProperty("peak").GetDouble(), 1e8, 1e13);
        var rows = root.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal([(1, 1), (1, 3), (2, 1), (2, 3)], rows.Select(row => (row.GetProperty("threads").GetInt32(), row.GetProperty("batch").GetInt32())));
        Assert.All(rows, row =>
        {
            var best = row.GetProperty("bestSeconds").GetDouble();
            Assert.InRange(best, 1e-6, row.GetProperty("medianSeconds").GetDouble());
            Assert.Equal(1 / best, row.GetProperty("picturesPerSecond").GetDouble(), 1e-6 / best);
            Assert.Equal(2 * 175306752 / best, row.GetProperty("operationsPerSecond").GetDouble(), 1e-3 / best);
            Assert.True(row.GetProperty("firstSeconds").GetDouble() > 0 && row.GetProperty("peakBytes").GetInt64() > 1_000_000 && row.GetProperty("shareOfPeak").GetDouble() > 0);
        });
    }

    [Fact]
    public void People_get_a_table()
    {
        var run = CommandRun.Of("bench", "--device", "cpu", "--threads", "1", "--batch", "1", "--runs", "1");
        Assert.Equal(0, run.Status);
        Assert.Contains(run.OutLines, line => line.StartsWith("network", StringComparison.Ordinal) && line.EndsWith("StyleGAN2, 64 x 64", StringComparison.Ordinal));
        Assert.Contains(run.OutLines, line => line.Contains("pictures/s", StringComparison.Ordinal));
        Assert.Single(run.OutLines, line => line.Contains(" % ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "1,,2")]
    [InlineData("--threads", "1025")]
    [InlineData("--batch", "1,257")]
    [InlineData("--batch", "")]
    [InlineData("--runs", "0")]
    public void Wrong_numbers_are_refused(string option, string value) =>
        Assert.Contains(option, CommandRun.Of("bench", option, value).Fails(2), StringComparison.Ordinal);

    /// <summary>The published counts of multiply-adds, in billions; StyleGAN3-R's leaves out the input's own convolution, 1.36.</summary>
    [Theory]
    [InlineData("stylegan2-1024", 74.3)]
    [InlineData("stylegan2-256", 14.9)]
    [InlineData("stylegan3-t-256", 105.4)]
    [InlineData("stylegan3-r-256", 44.5 + 1.36)]
    public void The_work_of_official_networks_is_what_is_published(string network, double billions)
    {
        using var file = new ModelFile(RandomNetwork.Official[network](0));
        Assert.Equal(billions, file.Info.MultiplyAdds * 1e-9, 0.06);
    }
}
