using System.IO.Compression;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Numerics;

namespace StyleGanIlgpu.Tests.Cli;

public class ProjectedWsTests
{
    private static readonly string Network = GoldenFolder.PathOf("sg2_orig32.pkl");

    [Fact]
    public void Ws_from_a_file_make_the_pictures_that_they_were_mapped_for()
    {
        using var folder = new TempFolder();
        using var generator = Generator.Load(Network);
        var length = generator.Model.NumWs * generator.Model.WDim;
        var ws = new float[2 * length];
        generator.MapSeed(0, ws.AsSpan(0, length));
        generator.MapSeed(85, ws.AsSpan(length));
        var file = Write(folder, ws, $"(2, {generator.Model.NumWs}, {generator.Model.WDim})");

        var run = CommandRun.Of("generate", "--network", Network, "--projected-w", file, "--outdir", folder.Path);

        Assert.Equal(0, run.Status);
        Assert.Equal([folder["proj00.png"], folder["proj01.png"]], run.OutLines);
        foreach (var (name, seed) in new[] { ("proj00.png", 0), ("proj01.png", 85) })
        {
            using var image = generator.Generate(seed);
            var png = new MemoryStream();
            image.Save(png);
            Assert.Equal(png.ToArray(), File.ReadAllBytes(folder[name]));
        }
    }

    [Fact]
    public void Ws_of_another_network_are_told()
    {
        using var folder = new TempFolder();
        var file = Write(folder, new float[6], "(1, 2, 3)");

        var run = CommandRun.Of("generate", "--network", Network, "--projected-w", file, "--outdir", folder.Path);

        Assert.Equal(1, run.Status);
        Assert.Equal($"error: {file}: array 'w' has shape [1, 2, 3], expected [N, 8, 40] or [8, 40].", run.ErrorLines[^1]);
        Assert.Equal(["ws.npz"], folder.Files);
    }

    private static string Write(TempFolder folder, float[] ws, string shape)
    {
        var path = folder["ws.npz"];
        File.WriteAllBytes(path, NpyBytes.Zip(CompressionLevel.Fastest, ("w.npy", NpyBytes.Array("<f4", false, shape, NpyBytes.Floats(ws)))));
        return path;
    }
}
