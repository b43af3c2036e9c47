using System.IO.Compression;
using StyleGanIlgpu.Cli.Output;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Cli;

public class ProjectedWsTests
{
    private const string Network = "sg2_ada_cond32";

    private static readonly string NetworkFile = GoldenFolder.PathOf($"{Network}.pkl");

    /// <summary>Ws with a different vector in every row [1, 8, 64], then two more pictures.</summary>
    private static readonly float[] Ws = [.. GoldenFolder.Npz($"{Network}.npz")["ws_rand"].Floats, .. GoldenFolder.Npz($"{Network}.npz")["ws_psi1"].Floats];

    [Fact]
    public void Each_w_of_the_file_becomes_the_picture_that_the_library_makes_of_it()
    {
        using var folder = new TempFolder();
        WriteNpz(folder["p.npz"], "w", Ws, 3, 8, 64);
        var run = CommandRun.Of("generate", "--network", NetworkFile, "--projected-w", folder["p.npz"], "--batch", "2", "--grid", "2x2", "--outdir", folder["out"]);
        Assert.Equal(0, run.Status);
        Assert.Equal(["proj00.png", "proj01.png", "proj02.png", "grid.png"], run.OutLines.Select(line => Path.GetFileName(line)));
        Assert.Single(run.ErrorLines);
        using var generator = Generator.Load(NetworkFile);
        for (var i = 0; i < 3; i++)
        {
            using var image = generator.Synthesize(Ws.AsSpan(i * generator.WsLength, generator.WsLength));
            using var png = new MemoryStream();
            image.Save(png);
            Assert.Equal(png.ToArray(), File.ReadAllBytes(folder[Path.Combine("out", $"proj0{i}.png")]));
        }
    }

    [Fact]
    public void A_single_w_needs_no_axis_of_its_own()
    {
        using var folder = new TempFolder();
        WriteNpz(folder["p.npz"], "w", Ws.AsSpan(0, 8 * 64), 8, 64);
        var run = CommandRun.Of("generate", "--network", NetworkFile, "--projected-w", folder["p.npz"], "--format", "npy", "--outdir", folder.Path);
        Assert.Equal([folder["proj00.npy"]], run.OutLines);
        using var generator = Generator.Load(NetworkFile);
        var expected = new float[generator.ImageLength];
        generator.Synthesize(Ws.AsSpan(0, generator.WsLength), expected);
        Comparison.AssertSameBits("proj00", NpzFile.OpenArray(folder["proj00.npy"]).Floats, expected);
    }

    [Fact]
    public void What_leads_to_a_w_is_ignored_with_a_warning()
    {
        using var folder = new TempFolder();
        WriteNpz(folder["p.npz"], "w", Ws, 3, 8, 64);
        var run = CommandRun.Of("generate", "--network", NetworkFile, "--projected-w", folder["p.npz"], "--seeds", "0-9", "--trunc", "0.5", "--class", "99", "--outdir", folder.Path);
        Assert.Equal(3, run.OutLines.Length);
        Assert.Equal("warning: --seeds is ignored: the pictures come from --projected-w", run.ErrorLines[0]);
        Assert.Equal("warning: --trunc, --trunc-cutoff, --class and --centroids-path are ignored: the pictures come from --projected-w", run.ErrorLines[1]);
        Assert.Equal(3, run.ErrorLines.Length);
    }

    [Fact]
    public void A_file_that_does_not_fit_is_told_what_fits()
    {
        using var folder = new TempFolder();
        WriteNpz(folder["shape.npz"], "w", Ws, 3, 64, 8);
        WriteNpz(folder["name.npz"], "ws", Ws, 3, 8, 64);
        File.WriteAllText(folder["text.npz"], "not an array");
        foreach (var (name, words) in ((string, string)[])[("shape.npz", "[3, 64, 8], expected [N, 8, 64]"), ("name.npz", "'w'"), ("text.npz", "text.npz"), ("none.npz", "doesn't exist")])
        {
            var line = CommandRun.Of("generate", "--network", NetworkFile, "--projected-w", folder[name], "--outdir", folder["out"]).Fails(1);
            Assert.Contains(words, line, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder["out"]));
        }
    }

    private static void WriteNpz(string path, string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var stream = zip.CreateEntry($"{name}.npy").Open();
        NpyFile.Write(stream, values, shape);
    }
}
