using StyleGanIlgpu.GpuCheck;

namespace StyleGanIlgpu.Tests.GpuCheck;

public class CheckOptionsTests
{
    [Fact]
    public void Options_are_read()
    {
        var options = CheckOptions.Parse(["--batches", "1,8", "--networks", "stylegan2-256", "--parts", "parity,timings", "--device", "cuda:1", "--runs", "7"]);
        Assert.Equal([1, 8], options.Batches);
        Assert.Equal(["stylegan2-256"], options.Networks);
        Assert.Equal(["parity", "timings"], options.Parts);
        Assert.Equal("cuda:1", options.Device);
        Assert.Equal(7, options.Runs);
    }

    [Theory]
    [InlineData("--bathces", "4", "--bathces isn't known")]
    [InlineData("--batches", "0", "'0' isn't a number from 1 to 256")]
    [InlineData("--batches", "1,,2", "'' isn't a number")]
    [InlineData("--runs", "many", "'many' isn't a number")]
    [InlineData("--networks", "stylegan9", "'stylegan9' isn't one of stylegan2-256")]
    [InlineData("--parts", "parity,speed", "'speed' isn't one of parity")]
    [InlineData("--golden", "sg2", "'sg2' isn't one of sg2_skip64")]
    public void What_isnt_understood_is_named(string option, string value, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => CheckOptions.Parse([option, value])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_option_takes_a_value() =>
        Assert.Contains("--out takes a value", Assert.Throws<FormatException>(() => CheckOptions.Parse(["--out"])).Message, StringComparison.Ordinal);
}
