using StyleGanIlgpu.Latents;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Tests.Cuda;
using StyleGanIlgpu.Tests.Golden;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Networks;

/// <summary>Golden networks with maps in float16, or products in tf32, on the emulated GPU: the error that comes of it, and that no number leaves float16's range.</summary>
public class HalfParityTests(ITestOutputHelper output)
{
    private const double MostError = 2e-3;

    /// <summary>A sixteenth of float16's largest: room for other latents.</summary>
    private const double MostMagnitude = 65504 / 16.0;

    public static TheoryData<string, Precision, int> Networks
    {
        get
        {
            var data = new TheoryData<string, Precision, int>();
            foreach (var network in GoldenNetwork.All)
            {
                data.Add(network, Precision.Fp16, 80);
                data.Add(network, Precision.Tf32, 80);
            }
            // Of StyleGAN2 the one whose checkpoint asks for float16; of StyleGAN3 all layers do, so that both are the same.
            data.Add("sg2_fp16_64", Precision.Official, 80);
            data.Add("sg3_t_cond32", Precision.Official, 80);
            // Tensor cores that have float16 alone.
            data.Add("sg2_fp16_64", Precision.Fp16, 75);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Pictures_are_near_and_nothing_overflows(string network, Precision precision, int architecture)
    {
        var golden = GoldenNetwork.Open(network);
        using var engine = EmulatedCuda.Engine(architecture, precision);
        var run = new NetworkRun(engine, golden.Network);
        string[] maps = [.. run.Compile().Tensors.Where(tensor => tensor.Half != HalfUse.Never).Select(tensor => tensor.Name)];
        var pictures = run.Synthesize(golden.Arrays["ws_rand"].Doubles[..(golden.Network.NumWs * golden.Network.Config.WDim)], taps: maps);

        var expected = golden.Arrays[golden.Arrays.Contains("img_ws_rand_f64") ? "img_ws_rand_f64" : "img_ws_rand"].Doubles;
        var largest = pictures.Maps.Values.Max(values => values.Max(Math.Abs));
        var comparison = Comparison.AssertWithin<double, double>(network, MostError, pictures.Values, expected.AsSpan(0, pictures.Values.Length));
        output.WriteLine($"{network} {precision} sm_{architecture}: {comparison}, largest number that may be float16 {largest:g4}");
        Assert.InRange(largest, 0, MostMagnitude);
        Assert.InRange(comparison.RelativeRmse, 1e-5, MostError);
    }

    /// <summary>
    /// Arrays that a GPU is checked by, with room to what is allowed there: all pictures of seeds together, which is how those are judged, the first
    /// of the others. A 1x1 kernel has no other tap to make up for a weight's rounding.
    /// </summary>
    [Theory]
    [InlineData("sg3_r64", 0.9)]
    [InlineData("sg3_t64", 0.75)]
    [InlineData("sg3_t_cond32", 0.75)]
    public void StyleGAN3_in_float16_stays_well_below_what_is_allowed(string network, double share)
    {
        var golden = GoldenNetwork.Open(network);
        using var engine = EmulatedCuda.Engine(80, Precision.Fp16);
        var run = new NetworkRun(engine, golden.Network);
        void Compare(string array, params IEnumerable<double[]> ws)
        {
            double[] pictures = [.. ws.SelectMany(row => run.Synthesize(row).Values)];
            var comparison = Comparison.AssertWithin<double, double>(array, share * MostError, pictures, golden.Arrays[array].Doubles.AsSpan(0, pictures.Length));
            output.WriteLine($"{network} {array}: {comparison}");
        }

        var (config, perPicture) = (golden.Network.Config, golden.Network.NumWs * golden.Network.Config.WDim);
        Compare("img_const_f64", run.Map(golden.Arrays["z_f32"].Doubles[..config.ZDim], golden.AllLabels?[..config.CDim], 1));
        Compare("img_ws_rand_f64", golden.Arrays["ws_rand"].Doubles[..perPicture]);
        Compare("seed_img", golden.Arrays["seeds"].Integers.Select((seed, i) => run.Map(
            Array.ConvertAll(Latent.FromSeed(seed, config.ZDim), value => (double)value),
            golden.Arrays.Contains("seed_class") ? golden.Labels([golden.Arrays["seed_class"].Integers[i]]) : null,
            golden.Arrays["seed_psi"].Scalar)));
    }

    [Fact]
    public void A_checkpoint_that_asks_for_no_float16_is_computed_in_float32()
    {
        var golden = GoldenNetwork.Open("sg2_ada_cond32");
        var ws = golden.Arrays["ws_rand"].Doubles[..(golden.Network.NumWs * golden.Network.Config.WDim)];
        using var official = EmulatedCuda.Engine(80, Precision.Official);
        using var plain = EmulatedCuda.Engine(80);
        Assert.Equal(new NetworkRun(plain, golden.Network).Synthesize(ws).Values, new NetworkRun(official, golden.Network).Synthesize(ws).Values);
    }
}
