using StyleGanIlgpu.GpuCheck;
using StyleGanIlgpu.Tests.Cli;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class CheckOptionsTests
{
    [Fact]
    public void Options_are_read()
    {
        var options = CheckOptions.Parse(["--batches", "1,8", "--networks", "stylegan2-256", "--parts", "parity,timings", "--device", "cuda:1", "--runs", "7", "--precisions", "fp16,official", "--minutes", "5"]);
        Assert.Equal([1, 8], options.Batches);
        Assert.Equal(["stylegan2-256"], options.Networks);
        Assert.Equal(["parity", "timings"], options.Parts);
        Assert.Equal("cuda:1", options.Device);
        Assert.Equal(7, options.Runs);
        Assert.Equal([Precision.Fp16, Precision.Official], options.Precisions);
        Assert.Equal(5, options.Minutes);
    }

    [Fact]
    public void All_networks_and_the_three_precisions_by_name_are_checked_where_nothing_is_said()
    {
        var options = CheckOptions.Parse([]);
        Assert.Equal(6, options.Networks.Count);
        Assert.Equal([Precision.Float32, Precision.Tf32, Precision.Fp16], options.Precisions);
        Assert.Null(options.Official);
    }

    [Fact]
    public void A_clone_of_the_official_code_has_its_folders()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "dnnlib", "torch_utils" })
            Directory.CreateDirectory(Path.Combine(folder.Path, name));
        var fault = Assert.Throws<FormatException>(() => CheckOptions.Parse(["--official", folder.Path]));
        Assert.Contains("it has no folder training", fault.Message, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder.Path, "training"));
        Assert.Equal(folder.Path, CheckOptions.Parse(["--official", folder.Path]).Official);
    }

    [Theory]
    [InlineData("--bathces", "4", "--bathces isn't known")]
    [InlineData("--batches", "0", "'0' isn't a number from 1 to 256")]
    [InlineData("--batches", "1,,2", "'' isn't a number")]
    [InlineData("--runs", "many", "'many' isn't a number")]
    [InlineData("--networks", "stylegan9", "'stylegan9' isn't one of stylegan2-256")]
    [InlineData("--parts", "parity,speed", "'speed' isn't one of parity")]
    [InlineData("--precisions", "fp8", "'fp8' isn't one of float32, official, tf32, fp16")]
    [InlineData("--official", "no-such-folder", "no-such-folder is no clone of the official repository")]
    [InlineData("--model", "no-such-file", "there is no file no-such-file")]
    [InlineData("--torch-modes", "fast", "'fast' isn't one of eager, graph")]
    [InlineData("--golden", "sg2", "'sg2' isn't one of sg2_skip64")]
    public void What_isnt_understood_is_named(string option, string value, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => CheckOptions.Parse([option, value])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_option_takes_a_value() =>
        Assert.Contains("--out takes a value", Assert.Throws<FormatException>(() => CheckOptions.Parse(["--out"])).Message, StringComparison.Ordinal);
}
