using System.Text;
using StyleGanIlgpu.Pictures;

namespace StyleGanIlgpu.Tests.Cli;

public class CancellationTests
{
    [Fact]
    public void What_is_cancelled_at_once_makes_nothing()
    {
        using var folder = new TempFolder();
        var line = CommandRun.Of(["generate", "--seeds", "0-9", "--outdir", folder["out"]], new CancellationToken(canceled: true)).Fails(130);
        Assert.Equal("error: cancelled", line);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [InlineData("1", "png")]
    [InlineData("4", "png")]
    [InlineData("3", "npy")]
    public void What_is_cancelled_on_the_way_leaves_whole_files_only(string batch, string format)
    {
        using var folder = new TempFolder();
        using var source = new CancellationTokenSource();
        using var output = new CancellingWriter(source, lines: 5);
        var run = CommandRun.Of(
            ["generate", "--seeds", "0-4294967295", "--batch", batch, "--format", format, "--outdir", folder.Path], source.Token, output);
        Assert.Equal(130, run.Status);
        Assert.Equal("error: cancelled", run.ErrorLines[^1]);
        Assert.InRange(run.OutLines.Length, 5, 20);
        Assert.Equal(run.OutLines.Select(line => Path.GetFileName(line)), folder.Files);
        using var generator = Generator.LoadDefault();
        for (var seed = 0; seed < folder.Files.Length; seed++)
        {
            var file = File.ReadAllBytes(folder[$"seed{seed:0000}.{format}"]);
            if (format == "npy")
                Assert.Equal(128 + 4 * generator.ImageLength, file.Length);
            else
                Assert.Equal(Png(generator, seed), file);
        }
    }

    private static byte[] Png(Generator generator, long seed)
    {
        using Image image = generator.Generate(seed);
        using var stream = new MemoryStream();
        image.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Cancels when so many lines have been written.</summary>
    private sealed class CancellingWriter(CancellationTokenSource source, int lines) : StringWriter
    {
        private int left = lines;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (--left == 0)
                source.Cancel();
        }
    }
}
