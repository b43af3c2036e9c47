using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Numerics;
using StyleGanIlgpu.Tests.Weights;

namespace StyleGanIlgpu.Tests.Latents;

/// <summary>Multi-modal truncation.</summary>
public sealed class CentroidsTests
{
    [Fact]
    public void The_nearest_is_found_by_distance()
    {
        var random = new Random(1);
        foreach (var (count, wDim) in new[] { (1, 1), (7, 3), (50, 17), (20, 64) })
        {
            var values = Normal(random, count * wDim);
            var centroids = new Centroids(values, wDim);
            Assert.Equal((count, wDim), (centroids.Count, centroids.WDim));
            for (var run = 0; run < 20; run++)
            {
                var w = Normal(random, wDim);
                var nearest = values.Chunk(wDim).MinBy(centre => centre.Zip(w, (a, b) => ((double)a - b) * (a - b)).Sum())!;
                Assert.Equal(nearest, centroids.Nearest(w).ToArray());
            }
        }
    }

    [Fact]
    public void A_w_is_drawn_towards_the_nearest_centre()
    {
        using var generator = Generator.Load(GoldenFolder.PathOf("sgxl_stem16_c8.pkl"), new GeneratorOptions { Device = "cpu", Threads = 1, BatchSize = 2 });
        var (wDim, numWs) = (generator.Model.WDim, generator.Model.NumWs);
        var centres = Normal(new Random(2), 5 * wDim);
        var centroids = new Centroids(centres, wDim);
        var (plain, drawn, cut) = (new float[generator.WsLength], new float[generator.WsLength], new float[generator.WsLength]);
        generator.MapSeed(3, plain);
        generator.MapSeed(3, drawn, new MappingOptions { Truncation = 0.4f, Centroids = centroids });
        generator.MapSeed(3, cut, new MappingOptions { Truncation = 0.4f, Centroids = centroids, TruncationCutoff = 2 });
        var centre = centroids.Nearest(plain.AsSpan(0, wDim));
        for (var i = 0; i < plain.Length; i++)
        {
            Assert.Equal(centre[i % wDim] + (0.4f * (plain[i] - centre[i % wDim])), drawn[i]);
            Assert.Equal(i < 2 * wDim ? drawn[i] : plain[i], cut[i]);
        }
        Assert.Equal(numWs * wDim, plain.Length);

        using var expected = new StyleGanIlgpu.Pictures.Image(generator.Model.ImageWidth, generator.Model.ImageHeight, generator.Model.ImageChannels);
        var pixels = new byte[generator.ImageLength];
        generator.Synthesize(drawn, pixels);
        using var image = generator.Generate(3, new MappingOptions { Truncation = 0.4f, Centroids = centroids });
        Assert.Equal(pixels, image.Pixels.ToArray());
        Assert.Throws<ArgumentException>(() => generator.Generate(3, new MappingOptions { Centroids = new Centroids([1, 2], 2) }));
    }

    [Fact]
    public void Files_are_npy_or_an_npz_of_one_array()
    {
        using var folder = new TemporaryFolder();
        var bytes = NpyBytes.Array("<f4", false, "(2, 3)", NpyBytes.Floats(1, 2, 3, 4, 5, 6));
        folder.File("a.npy", bytes);
        folder.File("a.npz", NpyBytes.Zip(System.IO.Compression.CompressionLevel.Optimal, ("anything.npy", bytes)));
        foreach (var name in new[] { "a.npy", "a.npz" })
            Assert.Equal([4, 5, 6], Centroids.Read(folder[name], 3).Nearest([5, 5, 5]).ToArray());
        Refused("has shape [2, 3], expected centres [K, 4]", folder["a.npy"], 4);
        folder.File("two.npz", NpyBytes.Zip(System.IO.Compression.CompressionLevel.Optimal, ("a.npy", bytes), ("b.npy", bytes)));
        Refused("holds several arrays, expected a single one, centres [K, 3]", folder["two.npz"], 3);
        folder.File("nan.npy", NpyBytes.Array("<f4", false, "(1, 1)", NpyBytes.Floats(float.NaN)));
        Refused("holds numbers that aren't finite", folder["nan.npy"], 1);
        folder.File("text.npy", "hello"u8.ToArray());
        Refused("isn't a NumPy .npz or .npy file, expected one with centres [K, 3]", folder["text.npy"], 3);
        Assert.Throws<ArgumentException>(() => new Centroids([], 3));
        Assert.Throws<ArgumentException>(() => new Centroids([1, 2], 3));
        Assert.Throws<ArgumentException>(() => new Centroids([1, float.PositiveInfinity], 2));
    }

    private static void Refused(string expected, string path, int wDim)
    {
        var message = Assert.Throws<ModelFormatException>(() => Centroids.Read(path, wDim)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private static float[] Normal(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
