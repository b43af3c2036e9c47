using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>What holds of whole networks on every engine, whatever the numbers are.</summary>
public class NetworkPropertyTests
{
    private const string WithNoise = "sg2_skip64";

    public static TheoryData<string, string> Networks { get; } = Each(GoldenNetwork.All);

    public static TheoryData<string, string> NoisyNetworks { get; } = Each([WithNoise, "sg2_ada_cond32"]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_batch_equals_its_pictures_one_by_one(string engine, string network)
    {
        var golden = GoldenNetwork.Open(network);
        var run = new NetworkRun(EngineUnderTest.Find(engine).Shared, golden.Network);
        var samples = Samples(golden);
        var together = run.Synthesize([.. samples.SelectMany(ws => ws)]);
        var alone = samples.Select(ws => run.Synthesize(ws)).ToArray();
        AssertSame(network, alone.SelectMany(picture => picture.Values), together.Values);
        Assert.Equal(alone.SelectMany(picture => picture.Pixels), together.Pixels);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Neither_the_number_of_threads_nor_taps_make_a_difference(string engine, string network)
    {
        var (golden, engines) = (GoldenNetwork.Open(network), EngineUnderTest.Find(engine));
        var ws = Samples(golden)[0];
        var run = new NetworkRun(engines.Shared, golden.Network);
        var expected = run.Synthesize(ws).Values;
        foreach (var variant in engines.OtherThreadCounts)
            AssertSame($"{network}, {variant.Description}", new NetworkRun(variant, golden.Network).Synthesize(ws).Values, expected);
        var taps = new GoldenLayers(golden, run.Compile()).Taps;
        AssertSame($"{network} with taps", run.Synthesize(ws, taps: taps).Values, expected);
    }

    [Theory]
    [MemberData(nameof(NoisyNetworks))]
    public void Random_noise_is_the_same_on_every_engine(string engine, string network)
    {
        var golden = GoldenNetwork.Open(network);
        var ws = Samples(golden)[0];
        var (actual, reference) = (Noisy(EngineUnderTest.Find(engine).Shared, golden, ws, 7), Noisy(new ReferenceEngine(), golden, ws, 7));
        Comparison.AssertWithin<double, double>(network, 2e-5, actual, reference);
    }

    [Theory]
    [MemberData(nameof(NoisyNetworks))]
    public void Noise_changes_with_its_seed_and_with_nothing_else(string engine, string network)
    {
        var (golden, shared) = (GoldenNetwork.Open(network), EngineUnderTest.Find(engine).Shared);
        var ws = Samples(golden)[0];
        var picture = Noisy(shared, golden, ws, 1);
        AssertSame(network, Noisy(shared, golden, ws, 1), picture);
        var run = new NetworkRun(shared, golden.Network);
        foreach (var other in new[] { Noisy(shared, golden, ws, 2), run.Synthesize(ws).Values, run.Synthesize(ws, NoiseMode.None).Values })
            Assert.InRange(Comparison.Of<double, double>(other, picture).RelativeRmse, 1e-3, 1);
    }

    private static double[] Noisy(Engine engine, GoldenNetwork golden, double[] ws, ulong seed) =>
        new NetworkRun(engine, golden.Network).Synthesize(ws, NoiseMode.Random, noiseSeed: seed).Values;

    /// <summary>Two mapped latents, and one with rows that all differ.</summary>
    private static double[][] Samples(GoldenNetwork golden)
    {
        var length = golden.Network.NumWs * golden.Network.Config.WDim;
        return [.. golden.Arrays["ws_psi1"].Doubles.Chunk(length), golden.Arrays["ws_rand"].Doubles];
    }

    private static void AssertSame(string name, IEnumerable<double> actual, IEnumerable<double> expected) =>
        Comparison.AssertSameBits(name, [.. actual.Select(value => (float)value)], [.. expected.Select(value => (float)value)]);

    private static TheoryData<string, string> Each(IReadOnlyList<string> networks)
    {
        var data = new TheoryData<string, string>();
        foreach (var (engine, network) in EngineUnderTest.With(networks, GoldenNetwork.Small.Contains))
            data.Add(engine.Name, network);
        return data;
    }
}
