using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Numerics;

namespace StyleGanIlgpu.Tests.Api;

/// <summary>The front door: what an embedding program sees.</summary>
public sealed class GeneratorTests
{
    private static readonly GeneratorOptions TwoThreads = new() { Device = "cpu", Threads = 2 };

    [Fact]
    public void The_default_model_gives_its_golden_pictures()
    {
        using var generator = Generator.LoadDefault(TwoThreads);
        var golden = GoldenFolder.Npz("faces64.npz");
        var seeds = golden["seeds"].Integers;
        var expected = golden["img_psi0.7"].Floats;
        var ws = new float[generator.WsLength];
        var image = new float[generator.ImageLength];
        for (var i = 0; i < seeds.Length; i++)
        {
            generator.MapSeed(seeds[i], ws, new MappingOptions { Truncation = 0.7f });
            generator.Synthesize(ws, image);
            Comparison.AssertWithin<float, float>($"seed {seeds[i]}", 2e-5, image, expected.AsSpan(i * image.Length, image.Length));
        }
    }

    [Fact]
    public void A_checkpoint_can_come_from_a_path_a_stream_or_an_opened_file()
    {
        var path = GoldenFolder.PathOf("sg2_orig32.pkl");
        using var fromPath = Generator.Load(path, TwoThreads);
        using var stream = File.OpenRead(path);
        using var fromStream = Generator.Load(stream, TwoThreads);
        using var file = ModelFile.Open(path);
        using var fromFile = Generator.Load(file, TwoThreads);
        using var a = fromPath.Generate(seed: 7);
        using var b = fromStream.Generate(seed: 7);
        using var c = fromFile.Generate(seed: 7);
        Assert.Equal(a.Pixels.ToArray(), b.Pixels.ToArray());
        Assert.Equal(a.Pixels.ToArray(), c.Pixels.ToArray());
    }

    [Theory]
    [InlineData("sg2_skip64.pkl")]
    [InlineData("sg3_t64.pkl")]
    public void A_batch_gives_the_bits_of_singles(string file)
    {
        using var single = Generator.Load(GoldenFolder.PathOf(file), TwoThreads);
        using var batched = Generator.Load(GoldenFolder.PathOf(file), TwoThreads with { BatchSize = 3 });
        const int count = 5;
        var (ws, images, wsBatch, imagesBatch) = (
            new float[count * single.WsLength], new float[count * single.ImageLength],
            new float[count * single.WsLength], new float[count * single.ImageLength]);
        var z = new float[count * single.Model.ZDim];
        for (var i = 0; i < count; i++)
            Latent.FromSeed(i, z.AsSpan(i * single.Model.ZDim, single.Model.ZDim));
        var mapping = new MappingOptions { Truncation = 0.6f, TruncationCutoff = 4 };
        single.Map(z, ws, mapping);
        single.Synthesize(ws, images);
        batched.Map(z, wsBatch, mapping);
        batched.Synthesize(wsBatch, imagesBatch);
        Comparison.AssertSameBits("ws", wsBatch, ws);
        Comparison.AssertSameBits("images", imagesBatch, images);
    }

    [Theory]
    [InlineData("sg2_ada_cond32.pkl", 3)]
    [InlineData("sg3_t64.pkl", null)]
    public void Mapping_and_synthesis_in_one_run_give_the_bits_of_two(string file, int? label)
    {
        using var generator = Generator.Load(GoldenFolder.PathOf(file), TwoThreads);
        var options = new SynthesisOptions { Transform = label is null ? new ImageTransform(0.1, -0.2, 30) : null, ByteRule = ByteRule.Xl };
        var mapping = new MappingOptions { Truncation = 0.6f, TruncationCutoff = 5, Class = label };
        var ws = new float[generator.WsLength];
        generator.MapSeed(12, ws, mapping);
        using var whole = generator.Generate(12, mapping, options);
        using var parts = generator.Synthesize(ws, options);
        Assert.Equal(parts.Pixels.ToArray(), whole.Pixels.ToArray());
    }

    [Fact]
    public void The_caller_allocates_nothing_after_the_first_picture()
    {
        using var generator = Generator.LoadDefault(TwoThreads);
        var (z, ws) = (new float[generator.Model.ZDim], new float[generator.WsLength]);
        var (image, pixels) = (new float[generator.ImageLength], new byte[generator.ImageLength]);
        var seed = 0;

        Assert.Equal(0, Allocation.OfEachCall(() =>
        {
            Latent.FromSeed(seed++, z);
            generator.Map(z, ws);
            generator.Synthesize(ws, image);
            generator.Synthesize(ws, pixels);
        }));
    }

    [Fact]
    public void Threads_may_share_a_generator()
    {
        using var generator = Generator.LoadDefault(TwoThreads);
        var expected = Enumerable.Range(0, 6).Select(seed =>
        {
            using var image = generator.Generate(seed);
            return image.Pixels.ToArray();
        }).ToArray();
        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
        {
            using var image = generator.Generate(i % 6);
            Assert.Equal(expected[i % 6], image.Pixels.ToArray());
        });
    }

    [Fact]
    public async Task Many_pictures_come_in_order_with_progress()
    {
        using var generator = Generator.LoadDefault(TwoThreads with { BatchSize = 2 });
        var reported = new List<int>();
        var seeds = new List<long>();
        await foreach (var (seed, image) in generator.GenerateAsync([3, 1, 4, 1, 5], progress: new Recorder(reported)))
        {
            using var expected = generator.Generate(seed);
            Assert.Equal(expected.Pixels.ToArray(), image.Pixels.ToArray());
            image.Dispose();
            seeds.Add(seed);
        }
        Assert.Equal([3, 1, 4, 1, 5], seeds);
        Assert.Equal([2, 4, 5], reported);
    }

    [Fact]
    public async Task A_reader_may_stop_early_and_the_generator_stays_usable()
    {
        using var generator = Generator.LoadDefault(TwoThreads);
        await foreach (var (_, image) in generator.GenerateAsync(Enumerable.Range(0, 1_000_000).Select(i => (long)i)))
        {
            image.Dispose();
            break;
        }
        using var after = generator.Generate(0);
        Assert.Equal(64, after.Width);
    }

    [Fact]
    public async Task Faults_reach_the_reader()
    {
        using var generator = Generator.LoadDefault(TwoThreads);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
        {
            await foreach (var (_, image) in generator.GenerateAsync([0, -1]))
                image.Dispose();
        });
    }

    [Fact]
    public void A_cancelled_call_leaves_the_generator_usable()
    {
        using var generator = Generator.LoadDefault(TwoThreads);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => generator.Generate(0, cancellation: cancelled.Token));
        using var image = generator.Generate(0);
        Assert.Equal(64, image.Height);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        using var faces = Generator.LoadDefault(TwoThreads);
        using var classes = Generator.Load(GoldenFolder.PathOf("sg2_ada_cond32.pkl"), TwoThreads);
        Assert.Contains("0 to 9", Assert.Throws<ArgumentException>(() => classes.Generate(0)).Message, StringComparison.Ordinal);
        Assert.Contains("Class 10", Assert.Throws<ArgumentException>(() => classes.Generate(0, label: 10)).Message, StringComparison.Ordinal);
        Assert.Contains("no classes", Assert.Throws<ArgumentException>(() => faces.Generate(0, label: 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => faces.Generate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => faces.Generate(1L << 32));
        Assert.Contains("640", Assert.Throws<ArgumentException>(() => faces.Map(new float[64], new float[639])).Message, StringComparison.Ordinal);
        Assert.Contains("63", Assert.Throws<ArgumentException>(() => faces.Map(new float[63], new float[640])).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => faces.Generate(0, float.NaN)).Message, StringComparison.Ordinal);
        var moved = new SynthesisOptions { Transform = new ImageTransform(0.1, 0, 0) };
        Assert.Contains("StyleGAN3", Assert.Throws<ArgumentException>(() => faces.Generate(0, options: moved)).Message, StringComparison.Ordinal);
        Assert.Contains("auto, cpu", Assert.Throws<ArgumentException>(() => Generator.LoadDefault(new() { Device = "tpu" })).Message, StringComparison.Ordinal);
        Assert.Throws<DeviceUnavailableException>(() => Generator.LoadDefault(new() { Device = "cuda" }));
        Assert.Throws<DeviceUnavailableException>(() => Generator.LoadDefault(new() { Device = "cuda:1" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Generator.LoadDefault(new() { BatchSize = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Generator.LoadDefault(new() { Threads = 1025 }));
        Assert.Throws<ArgumentNullException>(() => Generator.Load((string)null!));
        var noise = new SynthesisOptions { NoiseMode = (NoiseMode)9 };
        Assert.Contains("9", Assert.Throws<ArgumentException>(() => faces.Generate(0, options: noise)).Message, StringComparison.Ordinal);
        var bytes = new SynthesisOptions { ByteRule = (ByteRule)9 };
        Assert.Contains("9", Assert.Throws<ArgumentException>(() => faces.Generate(0, options: bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_generator_says_so()
    {
        var generator = Generator.LoadDefault(TwoThreads);
        generator.Dispose();
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => generator.Generate(0));
    }

    [Fact]
    public void Random_noise_follows_its_seed_and_none_differs_from_both()
    {
        using var generator = Generator.Load(GoldenFolder.PathOf("sg2_skip64.pkl"), TwoThreads);
        byte[] Make(NoiseMode mode, ulong seed)
        {
            using var image = generator.Generate(0, options: new SynthesisOptions { NoiseMode = mode, NoiseSeed = seed });
            return image.Pixels.ToArray();
        }

        Assert.Equal(Make(NoiseMode.Random, 5), Make(NoiseMode.Random, 5));
        Assert.NotEqual(Make(NoiseMode.Random, 5), Make(NoiseMode.Random, 6));
        Assert.NotEqual(Make(NoiseMode.None, 0), Make(NoiseMode.Random, 0));
        Assert.NotEqual(Make(NoiseMode.None, 0), Make(NoiseMode.Const, 0));
    }

    private sealed class Recorder(List<int> reported) : IProgress<int>
    {
        public void Report(int value) => reported.Add(value);
    }
}
