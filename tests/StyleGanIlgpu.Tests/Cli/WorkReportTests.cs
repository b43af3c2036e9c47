using System.Text;
using CsCheck;
using StyleGanIlgpu.Cli;
using StyleGanIlgpu.Cli.Progress;

namespace StyleGanIlgpu.Tests.Cli;

public class WorkReportTests
{
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly ManualClock clock = new();

    private string[] ErrorLines => error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    [Theory]
    [InlineData(null)]
    [InlineData(80)]
    public void A_job_of_under_a_second_is_not_reported(int? width)
    {
        using (var report = Start(3, width))
        {
            for (var i = 0; i < 3; i++)
            {
                report.Made($"{i}.png");
                clock.Advance(0.3);
            }
        }
        Assert.Equal("", error.ToString());
        Assert.Equal(["0.png", "1.png", "2.png"], output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_log_gets_a_line_at_each_tenth()
    {
        using (var report = Start(200, null))
        {
            for (var i = 0; i < 200; i++)
            {
                clock.Advance(0.5);
                report.Made("x");
            }
        }
        Assert.Equal(10, ErrorLines.Length);
        Assert.Equal("20 of 200 pictures, 2 a second, 90 s left", ErrorLines[0]);
        Assert.Equal("200 pictures in 2 min", ErrorLines[^1]);
    }

    [Fact]
    public void A_log_never_gets_more_than_ten_lines_and_no_two_in_a_second() =>
        Gen.Int[1, 300].Select(Gen.Double[0.001, 3]).Sample((total, seconds) =>
        {
            var test = new WorkReportTests();
            var times = new List<double>();
            using (var report = test.Start(total, null))
            {
                for (var i = 1; i <= total; i++)
                {
                    test.clock.Advance(seconds);
                    var before = test.ErrorLines.Length;
                    report.Made("x");
                    if (test.ErrorLines.Length > before)
                        times.Add(i * seconds);
                }
            }
            Assert.InRange(test.ErrorLines.Length, 0, 10);
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First > 0.999));
            Assert.All(times, time => Assert.True(time > 0.999));
        });

    [Fact]
    public void A_bar_moves_between_two_pictures_and_is_gone_at_the_end()
    {
        using (var report = Start(4, 100))
        {
            clock.Advance(1);
            Assert.EndsWith("\r[--------------------] 0 of 4 pictures, 1.00 s", error.ToString(), StringComparison.Ordinal);
            clock.Advance(0.5);
            Assert.EndsWith("\r[--------------------] 0 of 4 pictures, 1.50 s", error.ToString(), StringComparison.Ordinal);
            report.Made("0.png");
            Assert.EndsWith("\r[#####---------------] 1 of 4 pictures, 0.67 a second, 4.50 s left", error.ToString(), StringComparison.Ordinal);
            clock.Advance(0.5);
            Assert.Contains("1 of 4 pictures, 0.5 a second, 6.00 s left", error.ToString(), StringComparison.Ordinal);
        }
        Assert.False(clock.HasTimers);
        Assert.Equal($"1 pictures in 2.00 s", ErrorLines[^1].Split('\r')[^1]);
    }

    [Fact]
    public void A_result_finds_the_bar_cleared()
    {
        var screen = new StringWriter();
        using (var report = WorkReport.Start(new Terminal(screen, screen, 80, 80) { Clock = clock }, 3))
        {
            clock.Advance(5);
            report.Made("0.png");
            report.Made("1.png");
            report.AlsoMade("grid.png");
        }
        // What a screen shows: each carriage return starts the line over, and longer text stays until it is overwritten.
        var shown = screen.ToString().Split(Environment.NewLine).Select(Overwrite).ToArray();
        Assert.Equal(["0.png", "1.png", "grid.png", "2 pictures in 5.00 s", ""], shown);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(79)]
    public void A_bar_stays_within_the_terminal(int width)
    {
        using var report = Start(1_000_000, width);
        clock.Advance(100);
        report.Made("x");
        Assert.All(error.ToString().Split('\r'), line => Assert.InRange(line.Length, 0, width - 1));
    }

    private static string Overwrite(string line)
    {
        var shown = "";
        foreach (var part in line.Split('\r'))
            shown = part.Length >= shown.Length ? part : part + shown[part.Length..];
        return shown.TrimEnd();
    }

    private WorkReport Start(long total, int? width) => WorkReport.Start(new Terminal(new StringWriter(output), new StringWriter(error), null, width) { Clock = clock }, total);
}
