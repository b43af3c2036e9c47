using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>Every golden network, from latents to pictures, on the reference and on every engine.</summary>
public class GoldenParityTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Networks => NetworkJudge.With(GoldenNetwork.All);

    /// <summary>Without emulated engines: truncation ends with the mapping, whose ws are compared on all.</summary>
    public static TheoryData<string, string> TruncatedNetworks => NetworkJudge.With(GoldenNetwork.All, emulated: _ => false);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Mapping_and_truncation(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var (run, z, labels) = (new NetworkRun(judge.Engine, golden.Network), golden.Arrays["z_f32"].Doubles, golden.AllLabels);

        var ws = run.Map(z, labels, 1);
        Assert.Equal(golden.Arrays["ws_psi1"].Length, ws.Length);
        output.WriteLine(judge.Compare(golden, "ws_psi1", FirstRows(golden, ws)));
        Assert.All(ws.Chunk(golden.Network.Config.WDim), (row, i) => Assert.Equal(ws[RowZero(golden, i)..][..row.Length], row));
        foreach (var (name, psi, cutoff) in golden.Truncations)
            output.WriteLine(judge.Compare(golden, $"ws_{name}", run.Map(z, labels, psi, cutoff)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pictures_of_latents(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var (run, z, labels) = (new NetworkRun(judge.Engine, golden.Network), golden.Arrays["z_f32"].Doubles, golden.AllLabels);

        var ws = run.Map(z, labels, 1);
        output.WriteLine(judge.Compare(golden, "img_const", run.Synthesize(ws).Values));
        if (golden.Arrays.Contains("img_none"))
            output.WriteLine(judge.Compare(golden, "img_none", run.Synthesize(ws, NoiseMode.None).Values));
        output.WriteLine(judge.Compare(golden, "img_ws_rand", run.Synthesize(golden.Arrays["ws_rand"].Doubles).Values));
    }

    [Theory]
    [MemberData(nameof(TruncatedNetworks))]
    public void Pictures_of_truncated_latents(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var z = golden.Arrays["z_f32"].Doubles[..golden.Network.Config.ZDim];
        var labels = golden.AllLabels?[..golden.Network.Config.CDim];

        foreach (var (name, psi, cutoff) in golden.Truncations.Where(truncation => golden.Arrays.Contains($"img_{truncation.Name}")))
            output.WriteLine(judge.Compare(golden, $"img_{name}", run.Synthesize(run.Map(z, labels, psi, cutoff)).Values));
    }

    /// <summary>Where the first row of ws stands of the sample that a row belongs to.</summary>
    private static int RowZero(GoldenNetwork golden, int row) => row / golden.Network.NumWs * golden.Network.NumWs * golden.Network.Config.WDim;

    /// <summary>The float64 array has one row of ws per sample.</summary>
    private static double[] FirstRows(GoldenNetwork golden, double[] ws) =>
        [.. ws.Chunk(golden.Network.NumWs * golden.Network.Config.WDim).SelectMany(sample => sample[..golden.Network.Config.WDim])];
}
