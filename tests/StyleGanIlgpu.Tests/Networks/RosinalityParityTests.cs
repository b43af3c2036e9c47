using System.Globalization;
using StyleGanIlgpu.Latents;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>A rosinality generator in every kind of file gives the pictures of its own program, on the reference and on every engine.</summary>
public class RosinalityParityTests(ITestOutputHelper output)
{
    private const double Double = 1e-9;

    public static TheoryData<string, string> Networks => NetworkJudge.With(GoldenNetwork.Rosinality);

    /// <summary>Without the training checkpoint, which lacks the average that the arrays were made with.</summary>
    public static TheoryData<string, string> TruncatedNetworks => NetworkJudge.With(["ros32.pt", "ros32_legacy.pt"]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pictures_of_latents(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);

        var ws = run.Map(golden.Arrays["z_f32"].Doubles, null, 1);
        Compare(judge, golden, "w", FirstRows(golden, ws));
        Compare(judge, golden, "img_const", run.Synthesize(ws).Values);
        Compare(judge, golden, "img_none", run.Synthesize(ws, NoiseMode.None).Values);
        Compare(judge, golden, "img_ws_rand", run.Synthesize(golden.Arrays["ws_rand"].Doubles).Values);
    }

    [Theory]
    [MemberData(nameof(TruncatedNetworks))]
    public void Truncated_and_mixed_pictures_and_those_of_seeds(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var z = golden.Arrays["z_f32"].Doubles;

        var truncated = run.Map(z, null, 0.7);
        Compare(judge, golden, "w_psi0.7", FirstRows(golden, truncated));
        Compare(judge, golden, "img_psi0.7", run.Synthesize(truncated).Values);

        // The first rows are those of the first latent, the rest those of the second.
        var (ws, rows) = (run.Map(z, null, 1), (int)golden.Arrays["mix_inject_index"].Scalar * golden.Network.Config.WDim);
        Compare(judge, golden, "img_mix", run.Synthesize([.. ws[..rows], .. ws[(ws.Length / 2 + rows)..]]).Values);

        var (values, pixels) = (new List<double>(), new List<byte>());
        foreach (var seed in golden.Arrays["seeds"].Integers)
        {
            var latent = Array.ConvertAll(Latent.FromSeed(seed, golden.Network.Config.ZDim), value => (double)value);
            var picture = run.Synthesize(run.Map(latent, null, golden.Arrays["seed_psi"].Scalar));
            values.AddRange(picture.Values);
            pixels.AddRange(picture.Pixels);
        }

        Compare(judge, golden, "seed_img", [.. values]);
        var differences = golden.Arrays["seed_u8"].Bytes.ToArray().Zip(pixels, (expected, actual) => Math.Abs(expected - actual)).Where(difference => difference != 0).ToList();
        Assert.Equal(golden.Arrays["seed_u8"].Length, pixels.Count);
        Assert.All(differences, difference => Assert.Equal(1, difference));
        Assert.InRange(differences.Count, 0, pixels.Count / 1000);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_layer_gives_what_its_own_program_gives(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var ws = run.Map(golden.Arrays["z_f32"].Doubles[..golden.Network.Config.ZDim], null, 1);
        var names = golden.Arrays["layer_names"].Texts.Where(name => Tap(name) is not null).ToList();
        var maps = run.Synthesize(ws, taps: [.. names.Select(name => Tap(name)!)]).Maps;
        // The other names are of convolutions alone, before noise and bias, which are one step here.
        Assert.Equal(11, names.Count);
        foreach (var name in names)
        {
            var values = maps[Tap(name)!];
            Compare(judge, golden, $"layer.{name}", values[..golden.Arrays[$"layer.{name}"].Length], 1e-5);
        }
    }

    /// <summary>Where a plan has the output of a layer; null for a convolution alone. "to_rgbs.1" is the picture so far, with that of the layers below.</summary>
    private static string? Tap(string name) => name.Split('.') switch
    {
        [.., "conv"] => null,
        ["conv1"] => "b4.conv1",
        ["to_rgb1"] => "b4.img",
        ["convs", var i] => $"b{8 << int.Parse(i, CultureInfo.InvariantCulture) / 2}.conv{int.Parse(i, CultureInfo.InvariantCulture) % 2}",
        ["to_rgbs", var i] => $"b{8 << int.Parse(i, CultureInfo.InvariantCulture)}.img",
        _ => throw new ArgumentException(name),
    };

    private void Compare(NetworkJudge judge, GoldenNetwork golden, string array, double[] actual, double? limit = null)
    {
        var isDouble = golden.Arrays.Contains($"{array}_f64");
        var own = judge.Name != "reference" ? 2e-5 : isDouble ? Double : 1e-6;
        output.WriteLine(judge.Compare(golden, isDouble ? $"{array}_f64" : array, actual, limit ?? own));
    }

    private static double[] FirstRows(GoldenNetwork golden, double[] ws) =>
        [.. ws.Chunk(golden.Network.NumWs * golden.Network.Config.WDim).SelectMany(sample => sample[..golden.Network.Config.WDim])];
}
