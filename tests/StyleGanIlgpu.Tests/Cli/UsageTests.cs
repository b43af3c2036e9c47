namespace StyleGanIlgpu.Tests.Cli;

public class UsageTests
{
    /// <summary>A wrong value, and the words of the message that name the option, the value and what is accepted.</summary>
    [Theory]
    [InlineData("--seeds 3-1", "--seeds 3-1", "0 to 4294967295")]
    [InlineData("--seeds 4294967296", "--seeds 4294967296", "0 to 4294967295")]
    [InlineData("--seeds 99999999999999999999", "--seeds 9", "0 to 4294967295")]
    [InlineData("--seeds -5", "--seeds -5", "rising ranges")]
    [InlineData("--seeds 1,,2", "--seeds 1,,2", "0,1,85-100")]
    [InlineData("--seeds 1-", "--seeds 1-", "0,1,85-100")]
    [InlineData("--seeds one", "--seeds one", "0,1,85-100")]
    [InlineData("--trunc much", "--trunc much", "a number")]
    [InlineData("--trunc NaN", "--trunc NaN", "a number")]
    [InlineData("--trunc 0,7", "--trunc 0,7", "a number")]
    [InlineData("--trunc-cutoff -1", "--trunc-cutoff -1", "0 or more")]
    [InlineData("--class x", "--class x", "a class number")]
    [InlineData("--noise-mode Const", "--noise-mode Const", "const, random or none")]
    [InlineData("--noise-seed -1", "--noise-seed -1", "0 to 18446744073709551615")]
    [InlineData("--translate 1", "--translate 1", "two numbers")]
    [InlineData("--translate 1,2,3", "--translate 1,2,3", "two numbers")]
    [InlineData("--translate 1,inf", "--translate 1,inf", "two numbers")]
    [InlineData("--rotate left", "--rotate left", "degrees")]
    [InlineData("--format jpg", "--format jpg", "png or npy")]
    [InlineData("--grid 4", "--grid 4", "4x4")]
    [InlineData("--grid 0x4", "--grid 0x4", "1 to 1000")]
    [InlineData("--grid 4x4x4", "--grid 4x4x4", "columns x rows")]
    [InlineData("--device gpu", "--device gpu", "auto, cuda, cuda:N or cpu")]
    [InlineData("--device cuda:-1", "--device cuda:-1", "auto, cuda, cuda:N or cpu")]
    [InlineData("--precision bf16", "--precision bf16", "float32, official, tf32 or fp16")]
    [InlineData("--threads 0", "--threads 0", "1 to 1024")]
    [InlineData("--batch 257", "--batch 257", "1 to 256")]
    [InlineData("--byte-rule round", "--byte-rule round", "stylegan or xl")]
    public void A_wrong_value_is_named_with_the_accepted_ones(string option, string named, string accepted)
    {
        var line = CommandRun.Of(["generate", "--outdir", "never", .. option.Split(' ')]).Fails(2);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Contains(accepted, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists("never"));
    }

    [Theory]
    [InlineData("--seeds")]
    [InlineData("--trunc")]
    [InlineData("--network")]
    [InlineData("--network-key")]
    [InlineData("--projected-w")]
    [InlineData("--grid")]
    public void An_option_without_its_value_is_named(string option) =>
        Assert.StartsWith($"error: {option} needs a value: ", CommandRun.Of("generate", option).Fails(2), StringComparison.Ordinal);

    [Theory]
    [InlineData("generate --seeds 0", "--outdir is missing")]
    [InlineData("generate --outdir never", "--seeds is missing")]
    [InlineData("generate --outdir never --seeds 0 --grid 2x2 --format npy", "--grid")]
    [InlineData("generate --seeds 1 --seeds 2 --outdir never", "--seeds is given more than once")]
    [InlineData("generate 5 --outdir never", "'5' is one argument too many")]
    [InlineData("generate --outdir never --seed 1", "'--seed' isn't an option of generate; accepted: --network, ")]
    [InlineData("generate @file", "'@file' is one argument too many")]
    [InlineData("info a b", "'b' is one argument too many")]
    [InlineData("info --batch 4", "--batch and --precision go with --device cuda")]
    [InlineData("info --device cpu", "--device cpu: expected cuda or cuda:N")]
    [InlineData("info --network-key D", "--network-key needs a checkpoint file")]
    [InlineData("convert a", "convert needs IN and OUT")]
    [InlineData("convert a b.pt", "'b.pt' ends in neither .safetensors nor .pkl, the formats that convert writes")]
    [InlineData("convert a pkl", "'pkl' ends in neither .safetensors nor .pkl")]
    [InlineData("paint", "'paint' isn't a command; accepted: generate, info, convert, bench, doctor")]
    [InlineData("", "a command is needed: generate, info, convert, bench, doctor")]
    public void A_wrong_line_is_told_what_is_wrong_with_it(string line, string message) =>
        Assert.StartsWith(
            $"error: {message}", CommandRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Fails(2), StringComparison.Ordinal);

    [Theory]
    [InlineData("--help", "stylegan doctor")]
    [InlineData("generate --help", "stylegan generate --seeds 0-15 --grid 4x4 --outdir out")]
    [InlineData("info -h", "stylegan info ffhq.pkl --json")]
    [InlineData("convert -?", "stylegan convert ffhq.pkl ffhq.safetensors")]
    [InlineData("bench --help", "stylegan bench --network ffhq.pkl --threads 1,2,4 --batch 1,8")]
    [InlineData("doctor --help", "stylegan doctor")]
    public void Help_ends_with_lines_to_copy(string line, string example)
    {
        var run = CommandRun.Of(line.Split(' '));
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Contains("  " + example, run.OutLines.SkipWhile(l => l != "Examples:"));
    }

    [Fact]
    public void Help_names_every_option_of_generate()
    {
        var help = CommandRun.Of("generate", "--help").Out;
        foreach (var option in (string[])["--network", "--seeds", "--trunc", "--trunc-cutoff", "--class", "--noise-mode", "--translate", "--rotate",
            "--projected-w", "--outdir", "--format", "--device", "--precision", "--threads", "--batch", "--noise-seed", "--byte-rule", "--grid",
            "--network-key", "--verbose"])
            Assert.Contains($"  {option} ", help.Replace(Environment.NewLine, " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_printed()
    {
        var run = CommandRun.Of("--version");
        Assert.Equal(0, run.Status);
        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(run.OutLines));
    }

    [Fact]
    public void Verbose_adds_the_trace_below_the_line()
    {
        var run = CommandRun.Of("info", "missing.pkl", "--verbose");
        Assert.Equal((1, ""), (run.Status, run.Out));
        Assert.StartsWith("error: 'missing.pkl' doesn't exist", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains(run.ErrorLines, line => line.TrimStart().StartsWith("at StyleGanIlgpu.Cli.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("info missing.pkl", "'missing.pkl' doesn't exist")]
    [InlineData("info https://example.org/ffhq.pkl", "is an address")]
    [InlineData("info .", "'.' is a folder")]
    [InlineData("convert missing.pkl out.safetensors", "'missing.pkl' doesn't exist")]
    [InlineData("generate --seeds 0 --outdir never --network missing.pkl", "'missing.pkl' doesn't exist")]
    public void A_file_that_is_not_there_fails_with_one_line(string line, string message) =>
        Assert.Contains(message, CommandRun.Of(line.Split(' ')).Fails(1), StringComparison.Ordinal);

    [Fact]
    public void A_name_with_a_line_break_still_gives_one_line() =>
        Assert.Equal("error: 'a b' doesn't exist", CommandRun.Of("info", "a\r\nb").Fails(1));
}
