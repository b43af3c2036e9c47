namespace StyleGanIlgpu.Tests.Readme;

/// <summary>The C# of the README, compiled. Each part between markers stands there word for word.</summary>
internal static class ReadmeSnippets
{
    public static void FirstPicture()
    {
        // snippet: first picture
        using var generator = Generator.Load("ffhq.pkl");
        using var image = generator.Generate(seed: 85, truncation: 0.7f);
        image.Save("seed0085.png");
        // end
    }

    public static void ReusedBuffers(CancellationToken cancellation)
    {
        // snippet: reused buffers
        using var generator = Generator.LoadDefault(new GeneratorOptions { Threads = 4 });
        var mapping = new MappingOptions { Truncation = 0.7f };
        var ws = new float[generator.WsLength];         // [num_ws, w_dim]
        var pixels = new byte[generator.ImageLength];   // [height, width, RGB]
        for (var seed = 0; seed < 1000; seed++)
        {
            generator.MapSeed(seed, ws, mapping, cancellation);
            generator.Synthesize(ws, pixels, cancellation: cancellation);
        }
        // end
    }

    public static async Task ManyPictures(IProgress<int> progress, CancellationToken cancellation)
    {
        // snippet: many pictures
        using var generator = Generator.Load("ffhq.pkl", new GeneratorOptions { BatchSize = 4 });
        long[] seeds = [0, 1, 85, 86];
        await foreach (var (seed, image) in generator.GenerateAsync(seeds, progress: progress, cancellation: cancellation))
        {
            using (image)
                image.Save($"seed{seed:0000}.png");
        }
        // end
    }
}
