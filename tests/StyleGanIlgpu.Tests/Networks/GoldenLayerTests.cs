using StyleGanIlgpu.Tests.Golden;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>Layer by layer, in the order of execution: the first one that is wrong is the one to look at.</summary>
public class GoldenLayerTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Networks => NetworkJudge.With(GoldenNetwork.All);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_layer_gives_what_the_official_one_gives(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var layers = new GoldenLayers(golden, run.Compile());
        var maps = run.Synthesize(golden.Arrays["ws_psi1"].Doubles[..(golden.Network.NumWs * golden.Network.Config.WDim)], taps: layers.Taps).Maps;

        var stats = golden.Arrays["layer_stats"].Doubles.Chunk(4).ToArray();
        Assert.Equal(stats.Length, layers.Names.Count);
        foreach (var (layer, stat) in layers.Names.Zip(stats))
        {
            var values = layers.Output(layer, maps);
            // Only the first few channels are stored; figures over all channels stand for the rest.
            var stored = values[..golden.Arrays[$"layer.{layer}"].Length];
            output.WriteLine(judge.Compare(golden, $"layer.{layer}", stored, 1e-5));
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
            var largest = values.Max(Math.Abs);
            var name = $"{network} {layer}: mean, deviation, largest";
            Comparison.AssertWithin<double, double>(name, 1e-5, [mean, deviation, largest], [stat[0], stat[1], stat[2]]);
            Assert.Equal(stat[3], layers.Channels(layer));
        }
    }
}
