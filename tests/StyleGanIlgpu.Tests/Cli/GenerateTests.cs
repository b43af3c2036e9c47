using StyleGanIlgpu.Pictures;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cli;

public class GenerateTests
{
    private const string Unconditional = "sg2_skip64.pkl";
    private const string Conditional = "sg2_ada_cond32.pkl";
    private const string StyleGan1 = "tf_sg1_32.pkl";
    private const string StyleGanXl = "sgxl_stem16_c8.pkl";
    private const string Movable = "sg3_t64.pkl";

    /// <summary>A line of options, the network, and the same wish to the library.</summary>
    public static TheoryData<string, string, MappingOptions, SynthesisOptions> Options => new()
    {
        { "", Unconditional, new(), new() },
        { "--trunc 0.5", Unconditional, new() { Truncation = 0.5f }, new() },
        { "--trunc -1.3 --trunc-cutoff 3", Unconditional, new() { Truncation = -1.3f, TruncationCutoff = 3 }, new() },
        { "--noise-mode const", Unconditional, new(), new() },
        { "--noise-mode none", Unconditional, new(), new() { NoiseMode = NoiseMode.None } },
        { "--noise-mode random", Unconditional, new(), new() { NoiseMode = NoiseMode.Random } },
        { "--noise-mode random --noise-seed 18446744073709551615", Unconditional, new(), new() { NoiseMode = NoiseMode.Random, NoiseSeed = ulong.MaxValue } },
        { "--byte-rule xl", Unconditional, new(), new() { ByteRule = ByteRule.Xl } },
        { "--precision float32 --device cpu --threads 1 --batch 3", Unconditional, new(), new() },
        { "--precision official --device auto --threads 3 --batch 256", Unconditional, new(), new() },
        { "", StyleGan1, new() { Truncation = 0.7f, TruncationCutoff = 8 }, new() },
        { "--trunc 0.4", StyleGan1, new() { Truncation = 0.4f, TruncationCutoff = 8 }, new() },
        { "--trunc 1 --noise-mode none", StyleGan1, new() { Truncation = 1 }, new() { NoiseMode = NoiseMode.None } },
        { "--trunc 0.7", StyleGanXl, new() { Truncation = 0.7f }, new() },
        { "--class 3 --rotate 20", StyleGanXl, new() { Class = 3 }, new() { Transform = new(0, 0, 20) } },
        { "--class 7", Conditional, new() { Class = 7 }, new() },
        { "--class 0 --trunc 0.7", Conditional, new() { Class = 0, Truncation = 0.7f }, new() },
        { "--translate -0.1,0.25", Movable, new(), new() { Transform = new(-0.1, 0.25, 0) } },
        { "--rotate -30", Movable, new(), new() { Transform = new(0, 0, -30) } },
        { "--translate 0.3,0 --rotate 10.5", Movable, new(), new() { Transform = new(0.3, 0, 10.5) } },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void Each_option_makes_the_picture_that_the_library_makes(string options, string network, MappingOptions mapping, SynthesisOptions synthesis)
    {
        using var folder = new TempFolder();
        var file = GoldenFolder.PathOf(network);
        var run = CommandRun.Of(["generate", "--network", file, "--seeds", "85,0-1", "--outdir", folder.Path, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(0, run.Status);
        Assert.Equal([folder["seed0085.png"], folder["seed0000.png"], folder["seed0001.png"]], run.OutLines);
        Assert.Equal(["seed0000.png", "seed0001.png", "seed0085.png"], folder.Files);
        Assert.StartsWith("engine: CPU, ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        using var generator = Generator.Load(file);
        foreach (var seed in (long[])[0, 1, 85])
        {
            using var image = generator.Generate(seed, mapping, synthesis);
            Assert.Equal(Png(image), File.ReadAllBytes(folder[$"seed{seed:0000}.png"]));
        }
    }

    [Fact]
    public void Each_option_changes_the_picture()
    {
        using var folder = new TempFolder();
        var pictures = new Dictionary<string, string>();
        foreach (var row in Options)
        {
            var (options, network) = ((string)row[0], (string)row[1]);
            if (options.Contains("const", StringComparison.Ordinal) || options.Contains("--precision", StringComparison.Ordinal))
                continue;
            Assert.Equal(0, Generate(folder, network, options, "--seeds", "3").Status);
            Assert.True(pictures.TryAdd(Convert.ToHexString(File.ReadAllBytes(folder["seed0003.png"])), options), $"'{options}' makes a picture that was there before.");
        }
    }

    [Fact]
    public void Arrays_hold_the_floats_of_the_library_to_the_last_bit()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, Generate(folder, Conditional, "--class 3 --batch 2 --format npy", "--seeds", "4294967293-4294967295").Status);
        Assert.Equal(["seed4294967293.npy", "seed4294967294.npy", "seed4294967295.npy"], folder.Files);
        using var generator = Generator.Load(GoldenFolder.PathOf(Conditional));
        var (ws, expected) = (new float[generator.WsLength], new float[generator.ImageLength]);
        generator.MapSeed(uint.MaxValue, ws, new MappingOptions { Class = 3 });
        generator.Synthesize(ws, expected);
        var array = NpzFile.OpenArray(folder["seed4294967295.npy"]);
        Assert.Equal([3, 32, 32], array.Shape);
        Comparison.AssertSameBits("npy", array.Floats, expected);
    }

    [Fact]
    public void The_sheet_comes_last_and_holds_all_pictures()
    {
        using var folder = new TempFolder();
        var run = CommandRun.Of("generate", "--seeds", "0-4", "--grid", "3x2", "--outdir", folder.Path);
        Assert.Equal(0, run.Status);
        Assert.Equal(6, run.OutLines.Length);
        Assert.Equal(folder["grid.png"], run.OutLines[^1]);
        using var generator = Generator.LoadDefault();
        var images = Enumerable.Range(0, 5).Select(seed => generator.Generate(seed)).ToArray();
        using var sheet = ImageGrid.Tile(3, 2, images);
        Assert.Equal((192, 128), (sheet.Width, sheet.Height));
        Assert.Equal(Png(sheet), File.ReadAllBytes(folder["grid.png"]));
        foreach (var image in images)
            image.Dispose();
    }

    [Theory]
    [InlineData(Unconditional, "")]
    [InlineData(Conditional, "--class 2")]
    [InlineData(Movable, "--rotate 20")]
    public void A_converted_network_makes_the_same_pictures(string network, string options)
    {
        using var folder = new TempFolder();
        Assert.Equal(0, CommandRun.Of("convert", GoldenFolder.PathOf(network), folder["a.safetensors"]).Status);
        foreach (var (file, target) in ((string, string)[])[(GoldenFolder.PathOf(network), "before"), (folder["a.safetensors"], "after")])
            Assert.Equal(0, CommandRun.Of(["generate", "--network", file, "--seeds", "0-1", "--outdir", folder[target], .. Split(options)]).Status);
        foreach (var name in (string[])["seed0000.png", "seed0001.png"])
            Assert.Equal(File.ReadAllBytes(folder[Path.Combine("before", name)]), File.ReadAllBytes(folder[Path.Combine("after", name)]));
    }

    [Theory]
    [InlineData(Conditional, "", "--class is missing", "0 to 9")]
    [InlineData(Conditional, "--class 10", "--class 10", "0 to 9")]
    [InlineData(Unconditional, "--translate 0,0", "--translate and --rotate", "StyleGAN3")]
    [InlineData(Unconditional, "--rotate 1", "--translate and --rotate", "StyleGAN3")]
    public void What_the_network_can_not_do_is_wrong_usage(string network, string options, string named, string accepted)
    {
        using var folder = new TempFolder();
        var line = CommandRun.Of(["generate", "--network", GoldenFolder.PathOf(network), "--seeds", "0", "--outdir", folder["out"], .. Split(options)]).Fails(2);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Contains(accepted, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [InlineData("--seeds 0-4 --grid 2x2", 2, "--grid 2x2 has 4 places, too few for 5 pictures")]
    [InlineData("--seeds 0 --grid 1000x1000", 2, "accepted up to 65536 a side and 2.1 GB")]
    [InlineData("--seeds 0 --grid 1000x999", 2, "64000 x 63936 pixels")]
    [InlineData("--seeds 0 --precision tf32", 1, "Precision tf32 can't be used: it needs an NVIDIA GPU (")]
    [InlineData("--seeds 0 --precision fp16", 1, "accepted here: float32, official")]
    [InlineData("--seeds 0 --device cuda", 1, "Device 'cuda' can't be used: no NVIDIA driver")]
    [InlineData("--seeds 0 --device cuda:1", 1, "Device 'cuda:1' can't be used")]
    public void What_can_not_be_done_here_is_said_in_one_line(string options, int status, string message)
    {
        using var folder = new TempFolder();
        Assert.Contains(message, CommandRun.Of(["generate", "--outdir", folder["out"], .. Split(options)]).Fails(status), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void A_class_for_a_network_without_classes_is_ignored_with_a_warning()
    {
        using var folder = new TempFolder();
        Assert.Equal(0, Generate(folder, Unconditional, "", "--seeds", "0").Status);
        var expected = File.ReadAllBytes(folder["seed0000.png"]);
        var run = Generate(folder, Unconditional, "--class 5", "--seeds", "0");
        Assert.Equal(0, run.Status);
        Assert.Equal("warning: --class 5 is ignored: this network has no classes", run.ErrorLines[0]);
        Assert.Equal(expected, File.ReadAllBytes(folder["seed0000.png"]));
    }

    [Fact]
    public void A_folder_that_can_not_be_written_fails_before_the_first_picture()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["out"], "a file");
        foreach (var target in (string[])["out", Path.Combine("out", "deeper")])
        {
            var line = CommandRun.Of("generate", "--seeds", "0-4294967295", "--outdir", folder[target]).Fails(1);
            Assert.StartsWith($"error: --outdir {folder[target]} can't be written into: ", line, StringComparison.Ordinal);
        }
        Assert.Equal("a file", File.ReadAllText(folder["out"]));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void A_picture_that_can_not_be_written_ends_the_run_after_those_before_it(string batch)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["seed0003.png"]);
        var run = CommandRun.Of("generate", "--seeds", "0-4294967295", "--batch", batch, "--outdir", folder.Path);
        Assert.Equal(1, run.Status);
        Assert.StartsWith($"error: {folder["seed0003.png"]}: is a folder", run.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal([folder["seed0000.png"], folder["seed0001.png"], folder["seed0002.png"]], run.OutLines);
        Assert.Equal(["seed0000.png", "seed0001.png", "seed0002.png"], folder.Files);
    }

    [Fact]
    public void Why_no_gpu_was_taken_is_said_only_where_it_was_left_to_the_program()
    {
        using var folder = new TempFolder();
        Assert.Contains("(no NVIDIA driver: ", Generate(folder, Unconditional, "", "--seeds", "0").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("CUDA", Generate(folder, Unconditional, "--device cpu", "--seeds", "0").Error, StringComparison.Ordinal);
        Assert.Contains("1 thread", Generate(folder, Unconditional, "--threads 1", "--seeds", "0").Error, StringComparison.Ordinal);
    }

    private static CommandRun Generate(TempFolder folder, string network, string options, params string[] more) =>
        CommandRun.Of(["generate", "--network", GoldenFolder.PathOf(network), "--outdir", folder.Path, .. Split(options), .. more]);

    private static string[] Split(string options) => options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static byte[] Png(Image image)
    {
        using var stream = new MemoryStream();
        image.Save(stream);
        return stream.ToArray();
    }
}
