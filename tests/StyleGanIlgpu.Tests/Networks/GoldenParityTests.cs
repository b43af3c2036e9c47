using StyleGanIlgpu.Latents;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>Every golden StyleGAN2 and StyleGAN3 network, from latents to bytes, on the reference and on every engine.</summary>
public class GoldenParityTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Networks => NetworkJudge.With([.. GoldenNetwork.StyleGan2, .. GoldenNetwork.StyleGan3]);

    public static TheoryData<string, string> StyleGan3Networks => NetworkJudge.With(GoldenNetwork.StyleGan3);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Mapping_and_truncation(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var (run, z, labels) = (new NetworkRun(judge.Engine, golden.Network), golden.Arrays["z_f32"].Doubles, Labels(golden));

        var ws = run.Map(z, labels, 1);
        Assert.Equal(golden.Arrays["ws_psi1"].Length, ws.Length);
        output.WriteLine(judge.Compare(golden, "ws_psi1", FirstRows(golden, ws)));
        Assert.All(ws.Chunk(golden.Network.Config.WDim), (row, i) => Assert.Equal(ws[RowZero(golden, i)..][..row.Length], row));
        output.WriteLine(judge.Compare(golden, "ws_psi0.7", run.Map(z, labels, 0.7)));
        output.WriteLine(judge.Compare(golden, "ws_psi-1.3", run.Map(z, labels, -1.3)));
        output.WriteLine(judge.Compare(golden, "ws_psi0.7_cut", run.Map(z, labels, 0.7, golden.Cutoff)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pictures_of_latents(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var (run, z, labels) = (new NetworkRun(judge.Engine, golden.Network), golden.Arrays["z_f32"].Doubles, Labels(golden));

        var ws = run.Map(z, labels, 1);
        output.WriteLine(judge.Compare(golden, "img_const", run.Synthesize(ws).Values));
        if (golden.Arrays.Contains("img_none"))
            output.WriteLine(judge.Compare(golden, "img_none", run.Synthesize(ws, NoiseMode.None).Values));
        output.WriteLine(judge.Compare(golden, "img_ws_rand", run.Synthesize(golden.Arrays["ws_rand"].Doubles).Values));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pictures_of_truncated_latents(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var z = golden.Arrays["z_f32"].Doubles[..golden.Network.Config.ZDim];
        var labels = Labels(golden)?[..golden.Network.Config.CDim];

        output.WriteLine(judge.Compare(golden, "img_psi0.7", run.Synthesize(run.Map(z, labels, 0.7)).Values));
        output.WriteLine(judge.Compare(golden, "img_psi0.7_cut", run.Synthesize(run.Map(z, labels, 0.7, golden.Cutoff)).Values));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pictures_of_seeds_to_the_byte(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var values = new List<double>();
        var pixels = new List<byte>();
        foreach (var (seed, i) in golden.Arrays["seeds"].Integers.Select((seed, i) => (seed, i)))
        {
            var z = Array.ConvertAll(Latent.FromSeed(seed, golden.Network.Config.ZDim), value => (double)value);
            var labels = golden.Arrays.Contains("seed_class") ? golden.Labels([golden.Arrays["seed_class"].Integers[i]]) : null;
            var picture = run.Synthesize(run.Map(z, labels, golden.Arrays["seed_psi"].Scalar));
            values.AddRange(picture.Values);
            pixels.AddRange(picture.Pixels);
        }
        output.WriteLine(judge.Compare(golden, "seed_img", [.. values]));

        var expected = golden.Arrays["seed_u8"].Bytes;
        Assert.Equal(expected.Length, pixels.Count);
        var differences = expected.Zip(pixels, (e, a) => Math.Abs(e - a)).Where(difference => difference != 0).ToArray();
        output.WriteLine($"{differences.Length} of {expected.Length} bytes differ");
        Assert.All(differences, difference => Assert.Equal(1, difference));
        Assert.InRange(differences.Length, 0, expected.Length / 1000);
    }

    [Theory]
    [MemberData(nameof(StyleGan3Networks))]
    public void Pictures_moved_and_turned(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var ws = run.Map(golden.Arrays["z_f32"].Doubles[..golden.Network.Config.ZDim], Labels(golden)?[..golden.Network.Config.CDim], 1);

        var pictures = golden.Arrays["transform_inv"].Doubles.Chunk(9).SelectMany(matrix => run.Synthesize(ws, transform: matrix).Values);
        output.WriteLine(judge.Compare(golden, "img_transform", [.. pictures]));
    }

    private static double[]? Labels(GoldenNetwork golden) => golden.Arrays.Contains("c") ? golden.Arrays["c"].Doubles : null;

    /// <summary>Where the first row of ws stands of the sample that a row belongs to.</summary>
    private static int RowZero(GoldenNetwork golden, int row) => row / golden.Network.NumWs * golden.Network.NumWs * golden.Network.Config.WDim;

    /// <summary>The float64 array has one row of ws per sample.</summary>
    private static double[] FirstRows(GoldenNetwork golden, double[] ws) =>
        [.. ws.Chunk(golden.Network.NumWs * golden.Network.Config.WDim).SelectMany(sample => sample[..golden.Network.Config.WDim])];
}
