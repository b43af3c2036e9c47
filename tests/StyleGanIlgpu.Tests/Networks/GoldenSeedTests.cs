using StyleGanIlgpu.Latents;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>Every golden network from seeds to bytes, and StyleGAN3's and XL's moved and turned, on the reference and on every engine.</summary>
public class GoldenSeedTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Networks => NetworkJudge.With(GoldenNetwork.All);

    public static TheoryData<string, string> StyleGan3Networks => NetworkJudge.With([.. GoldenNetwork.StyleGan3, "sgxl_stem16_c8"]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pictures_of_seeds_to_the_byte(string engine, string network)
    {
        var (judge, golden) = (NetworkJudge.Find(engine), GoldenNetwork.Open(network));
        var run = new NetworkRun(judge.Engine, golden.Network);
        var values = new List<double>();
        var pixels = new List<byte>();
        foreach (var (i, seed) in golden.Arrays["seeds"].Integers.Take(judge.Samples(golden.Arrays["seeds"].Length)).Index())
        {
            var z = Array.ConvertAll(Latent.FromSeed(seed, golden.Network.Config.ZDim), value => (double)value);
            var labels = golden.Arrays.Contains("seed_class") ? golden.Labels([golden.Arrays["seed_class"].Integers[i]]) : null;
            var picture = run.Synthesize(run.Map(z, labels, golden.SeedTruncation.Psi, golden.SeedTruncation.Cutoff));
            values.AddRange(picture.Values);
            pixels.AddRange(picture.Pixels);
        }
        output.WriteLine(judge.Compare(golden, "seed_img", [.. values]));

        var expected = golden.Arrays["seed_u8"].Bytes.AsSpan(0, pixels.Count).ToArray();
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
        var ws = run.Map(golden.Arrays["z_f32"].Doubles[..golden.Network.Config.ZDim], golden.AllLabels?[..golden.Network.Config.CDim], 1);

        var pictures = golden.Arrays["transform_inv"].Doubles.Chunk(9).SelectMany(matrix => run.Synthesize(ws, transform: matrix).Values);
        output.WriteLine(judge.Compare(golden, "img_transform", [.. pictures]));
    }
}
