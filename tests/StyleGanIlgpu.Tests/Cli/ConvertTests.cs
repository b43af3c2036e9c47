using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cli;

public class ConvertTests
{
    // What is of the file and not of the network.
    private static readonly string[] Others = ["file", "format", "holds"];

    [Theory]
    [InlineData("a.safetensors", "safetensors")]
    [InlineData("a.PKL", "PyTorch state dict")]
    public void The_new_file_is_named_on_standard_output_and_says_the_same_of_itself(string target, string format)
    {
        using var folder = new TempFolder();
        var source = GoldenFolder.PathOf("sg3_r64.pkl");
        var run = CommandRun.Of("convert", source, folder[target]);
        Assert.Equal(0, run.Status);
        Assert.Equal([folder[target]], run.OutLines);
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.Contains("PyTorch pickle, protocol 4, 642.3 kB", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{folder[target]}: {format}, ", run.ErrorLines[1], StringComparison.Ordinal);
        Assert.Equal([target], folder.Files);
        Assert.Equal(Model(source), Model(folder[target]));

        static string[] Model(string file) =>
            [.. CommandRun.Of("info", file).OutLines.Where(line => !Others.Any(other => line.StartsWith(other, StringComparison.Ordinal)))];
    }

    [Fact]
    public void A_converted_file_is_converted_to_the_same_bytes()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, CommandRun.Of("convert", GoldenFolder.PathOf("sg2_ada_cond32.pkl"), folder["a.safetensors"]).Status);
        Assert.Equal(0, CommandRun.Of("convert", folder["a.safetensors"], folder["a.pkl"]).Status);
        Assert.Equal(0, CommandRun.Of("convert", folder["a.pkl"], folder["b.safetensors"]).Status);
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
    }

    [Fact]
    public void A_file_is_not_converted_onto_itself_by_whatever_name()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, CommandRun.Of("convert", GoldenFolder.PathOf("sg2_orig32.pkl"), folder["a.safetensors"]).Status);
        var content = File.ReadAllBytes(folder["a.safetensors"]);
        File.CreateSymbolicLink(folder["link.safetensors"], folder["a.safetensors"]);
        var roundabout = Path.Combine(folder.Path, ".", "..", Path.GetFileName(folder.Path), "a.safetensors");
        foreach (var target in (string[])[folder["a.safetensors"], folder["link.safetensors"], roundabout])
            Assert.Contains("can't be converted onto itself", CommandRun.Of("convert", folder["a.safetensors"], target).Fails(2), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(folder["a.safetensors"]));
    }

    [Fact]
    public void A_target_that_can_not_be_written_fails_and_leaves_nothing()
    {
        using var folder = new TempFolder();
        var run = CommandRun.Of("convert", GoldenFolder.PathOf("sg2_orig32.pkl"), folder[Path.Combine("none", "a.safetensors")]);
        Assert.Equal((1, ""), (run.Status, run.Out));
        Assert.StartsWith("error: ", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_cancelled_conversion_writes_nothing()
    {
        using var folder = new TempFolder();
        var run = CommandRun.Of(["convert", GoldenFolder.PathOf("sg2_orig32.pkl"), folder["a.safetensors"]], new CancellationToken(canceled: true));
        Assert.Equal((130, ""), (run.Status, run.Out));
        Assert.Equal("error: cancelled", run.ErrorLines[^1]);
        Assert.Empty(folder.Files);
    }
}
