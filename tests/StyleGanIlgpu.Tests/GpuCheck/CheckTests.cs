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
            output);
        Assert.True(status == 0, output.ToString());
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "gpu.json")));
        Assert.Equal(10, json.RootElement.GetProperty("parity").GetArrayLength());
        Assert.Contains("| sg3_t_cond32 | seed_img |", File.ReadAllText(Path.Combine(folder.Path, "gpu.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_PyTorch_there_is_one_line_that_says_so()
    {
        using var folder = new TempFolder();
        string[] arguments = ["--checkout", Checkout, "--out", folder.Path, "--device", "cpu", "--parts", "pytorch", "--python", "no-such-python"];
        Assert.Equal(0, Check.Run(CheckOptions.Parse(arguments), TextWriter.Null));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "gpu.json")));
        Assert.Single(json.RootElement.GetProperty("notes").EnumerateArray(), note => note.GetString()!.StartsWith("PyTorch left out: no-such-python", StringComparison.Ordinal));
    }

    [Fact]
    public void A_device_that_isnt_there_is_said()
    {
        var output = new StringWriter();
        Assert.Equal(3, Check.Run(CheckOptions.Parse(["--device", "cuda:63"]), output));
        Assert.Contains("'cuda:63' can't be used", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda:x")]
    [InlineData("gpu")]
    public void A_device_of_no_kind_is_wrong_usage(string device) =>
        Assert.Contains(device, Assert.Throws<FormatException>(() => Check.Run(CheckOptions.Parse(["--device", device]), TextWriter.Null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_sanitizer_that_isnt_there_is_a_note_and_one_that_fails_a_failure()
    {
        using var folder = new TempFolder();
        string[] arguments = ["--checkout", Checkout, "--out", folder.Path, "--device", "cpu", "--parts", "sanitizer", "--sanitizer"];
        Assert.Equal(0, Check.Run(CheckOptions.Parse([.. arguments, "no-such-program"]), TextWriter.Null));
        // Any program that doesn't know these arguments fails on them.
        Assert.Equal(1, Check.Run(CheckOptions.Parse([.. arguments, "dotnet"]), TextWriter.Null));
        Assert.Contains("compute-sanitizer memcheck ends with", File.ReadAllText(Path.Combine(folder.Path, "gpu.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_costs_nothing_else()
    {
        var results = new CheckResults { Engine = "", Machine = "", When = "" };
        results.Try("one", () => throw new InvalidOperationException("no"));
        var done = false;
        results.Try("two", () => done = true);
        Assert.True(done);
        Assert.Equal(["one: InvalidOperationException: no"], results.Failures);
    }

    [Fact]
    public void A_checkout_without_golden_files_ends_the_check()
    {
        using var folder = new TempFolder();
        var options = CheckOptions.Parse(["--checkout", folder.Path, "--out", folder.Path, "--device", "cpu", "--parts", "parity"]);
        var fault = Assert.ThrowsAny<IOException>(() => Check.Run(options, TextWriter.Null));
        Assert.Contains("sg2_skip64.pkl", fault.Message, StringComparison.Ordinal);
    }
}
