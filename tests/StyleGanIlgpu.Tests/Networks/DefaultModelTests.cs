using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>
/// The model that the program ships. Its arrays are float32 only, without a measured error: 3e-6 is three times the worst official error of the
/// other small networks.
/// </summary>
public class DefaultModelTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Engines => NetworkJudge.With(["faces64"]);

    [Theory]
    [MemberData(nameof(Engines))]
    public void Faces_come_out_as_the_official_code_draws_them(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var z = golden.Arrays["z"].Doubles;

        foreach (var psi in new[] { "1", "0.7" })
        {
            var ws = run.Map(z, null, double.Parse(psi, System.Globalization.CultureInfo.InvariantCulture));
            output.WriteLine(judge.Compare(golden, $"ws_psi{psi}", ws, 3e-6));
            // From the stored ws: what the mapping loses isn't the synthesis's fault.
            var pictures = run.Synthesize(golden.Arrays[$"ws_psi{psi}"].Doubles[..(judge.Samples(9) * ws.Length / 9)]);
            output.WriteLine(judge.Compare(golden, $"img_psi{psi}", pictures.Values, 3e-6));
        }
    }
}
