using System.Text.Json;
using StyleGanIlgpu.GpuCheck;
using StyleGanIlgpu.Tests.Cli;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class CheckTests
{
    private static readonly string Checkout = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(GoldenFolder.PathOf("sg2_z512_32.pkl"))!, "..", ".."));

    [Fact]
    public void Parity_on_the_CPU_engine_is_written_as_JSON_and_as_a_table()
    {
        using var folder = new TempFolder();
        var output = new StringWriter();
        var status = Check.Run(
            CheckOptions.Parse(["--checkout", Checkout, "--out", folder.Path, "--device", "cpu", "--parts", "parity", "--golden", "sg2_z512_32,sg3_t_cond32"]),
            output,
            TextWriter.Null);
        Assert.True(status == 0, output.ToString());
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "gpu.json")));
        Assert.Equal(10, json.RootElement.GetProperty("parity").GetArrayLength());
        Assert.Contains("| sg3_t_cond32 | seed_img |", File.ReadAllText(Path.Combine(folder.Path, "gpu.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parity", "--precisions", "fp16", "parity: fp16")]
    [InlineData("timings", "--precisions", "tf32", "timings: tf32")]
    [InlineData("shapes", "--runs", "1", "shapes: stylegan2-256 float32")]
    [InlineData("kernels", "--golden", "sg2_z512_32", "kernels: as compiled")]
    [InlineData("pytorch", "--python", "no-such-python", "pytorch: stylegan2-256 float32, batch 1, eager")]
    [InlineData("pytorch", "--precisions", "official", "pytorch: all of it")]
    [InlineData("sanitizer", "--sanitizer", "no-such-program", "sanitizer: memcheck; racecheck; initcheck; synccheck")]
    public void What_was_asked_for_and_has_no_result_is_named_and_is_no_success(string part, string option, string value, string what)
    {
        using var folder = new TempFolder();
        var errors = new StringWriter();
        var status = Check.Run(
            CheckOptions.Parse(["--checkout", Checkout, "--out", folder.Path, "--device", "cpu", "--networks", "stylegan2-256", "--batches", "1", "--parts", part, option, value]),
            TextWriter.Null,
            errors);
        Assert.Equal(4, status);
        Assert.Contains($"NOT CHECKED {what}", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("## Asked for, and not checked", File.ReadAllText(Path.Combine(folder.Path, "gpu.md")), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "gpu.json")));
        Assert.All(json.RootElement.GetProperty("unchecked").EnumerateArray(), step => Assert.Equal(part, step.GetProperty("part").GetString()));
    }

    [Fact]
    public void A_precision_that_was_named_is_missed_and_one_that_wasnt_is_a_note()
    {
        using var folder = new TempFolder();
        string[] arguments = ["--checkout", Checkout, "--out", folder.Path, "--device", "cpu", "--parts", "parity", "--golden", "sg2_z512_32"];
        Assert.Equal(0, Run(arguments));
        Assert.Contains("- fp16 left out", File.ReadAllText(Path.Combine(folder.Path, "gpu.md")), StringComparison.Ordinal);
        Assert.Equal(4, Run([.. arguments, "--precisions", "float32,fp16"]));
    }

    [Fact]
    public void What_the_time_was_over_for_isnt_checked()
    {
        var results = Results();
        var output = new StringWriter();
        Check.Do([new CheckStep("parity", "float32", () => Assert.Fail("too late"))], ["parity"], results, new CheckClock(TimeSpan.Zero), output, () => { });
        Assert.Equal([new UncheckedResult("parity", "float32", "the minutes were over")], results.Unchecked);
        Assert.Equal(4, Check.Status(results));
    }

    [Fact]
    public void What_is_wrong_counts_for_more_than_what_isnt_checked()
    {
        var results = Results();
        results.LeaveOut("pytorch", "all of it", "no PyTorch");
        results.Failures.Add("timings: no");
        Assert.Equal(1, Check.Status(results));
    }

    [Fact]
    public void A_step_without_a_result_hasnt_checked_anything()
    {
        var results = Results();
        results.Do(new CheckStep("pytorch", "all rivals fail", () => results.Baseline.Add(new BaselineResult("pytorch", "net", "fp16", "graph", 1, Failed: "no compiler"))));
        results.Do(new CheckStep("timings", "a small device", () => throw new NotCheckedException("no memory")));
        results.Do(new CheckStep("timings", "a broken one", () => throw new InvalidOperationException("no")));
        results.Do(new CheckStep("parity", "one that works", () => results.Parity.Add(new ParityResult("net", "img", "fp16", 0, 1))));
        Assert.Equal(["it came to no result", "no memory"], results.Unchecked.Select(step => step.Reason));
        Assert.Equal(["timings: a broken one: InvalidOperationException: no"], results.Failures);
    }

    [Fact]
    public void A_device_that_isnt_there_is_said()
    {
        var output = new StringWriter();
        Assert.Equal(3, Check.Run(CheckOptions.Parse(["--device", "cuda:63"]), output, TextWriter.Null));
        Assert.Contains("'cuda:63' can't be used", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda:x")]
    [InlineData("gpu")]
    public void A_device_of_no_kind_is_wrong_usage(string device) =>
        Assert.Contains(device, Assert.Throws<FormatException>(() => Run("--device", device)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_sanitizer_that_fails_is_a_failure()
    {
        using var folder = new TempFolder();
        // Any program that doesn't know these arguments fails on them.
        Assert.Equal(1, Run("--checkout", Checkout, "--out", folder.Path, "--device", "cpu", "--parts", "sanitizer", "--sanitizer", "dotnet"));
        Assert.Contains("compute-sanitizer memcheck ends with", File.ReadAllText(Path.Combine(folder.Path, "gpu.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_costs_nothing_else()
    {
        var results = Results();
        results.Try("one", () => throw new InvalidOperationException("no"));
        var done = false;
        results.Try("two", () => done = true);
        Assert.True(done);
        Assert.Equal(["one: InvalidOperationException: no"], results.Failures);
    }

    [Fact]
    public void A_golden_file_that_is_missing_costs_its_own_network()
    {
        using var folder = new TempFolder();
        var golden = Directory.CreateDirectory(Path.Combine(folder.Path, "tests", "Golden")).FullName;
        foreach (var name in new[] { "sg2_z512_32.pkl", "sg2_z512_32.npz", "sg3_t_cond32.pkl" })
            File.Copy(GoldenFolder.PathOf(name), Path.Combine(golden, name));
        var status = Run("--checkout", folder.Path, "--out", folder.Path, "--device", "cpu", "--parts", "parity", "--golden", "sg2_skip64,sg3_t_cond32,sg2_z512_32");
        Assert.Equal(1, status);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "gpu.json")));
        Assert.Equal(
            ["parity of sg2_skip64 in float32: FileNotFoundException", "parity of sg3_t_cond32 in float32: FileNotFoundException"],
            json.RootElement.GetProperty("failures").EnumerateArray().Select(line => string.Join(':', line.GetString()!.Split(':')[..2])));
        Assert.Equal(5, json.RootElement.GetProperty("parity").GetArrayLength());
    }

    private static int Run(params string[] arguments) => Check.Run(CheckOptions.Parse(arguments), TextWriter.Null, TextWriter.Null);

    private static CheckResults Results() => new() { Engine = "", Machine = "", When = "" };
}
