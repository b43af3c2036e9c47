using CsCheck;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Backends.Cuda.Ops;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;
using Size = StyleGanIlgpu.Tests.Ops.Size;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Filtered leaky ReLU on tensor cores, in shapes around its strips and runs.</summary>
public class TensorFilterTests
{
    private const string Seed = "0000000000Q1";
    private const int Shapes = 6;

    /// <summary>An output, the bent samples, the taps and the padding, which is the bias's negative, are each rounded to 11 bits.</summary>
    private const double Tolerance = 5e-4;

    /// <summary>Samples of a filter whose taps have random signs cancel, their errors don't.</summary>
    private const double LopsidedTolerance = 1e-3;

    private static EngineUnderTest Engine => EngineUnderTest.Find("cuda sm_80 fp16");

    /// <summary>Filters down that are separable, mirrored both ways and neither.</summary>
    [Theory]
    [InlineData(2, "separable")]
    [InlineData(2, "radial")]
    [InlineData(2, "lopsided")]
    [InlineData(4, "separable")]
    [InlineData(4, "radial")]
    [InlineData(4, "lopsided")]
    public void It_agrees_with_the_reference_in_any_shape_and_a_batch_with_its_samples(int up, string down)
    {
        var random = PCG.Parse(Seed);
        // Where the first output is among the phases of the up-filter.
        var pad = up == 2 ? Gen.Int[-3, 8].Select(i => (2 * i) + 1) : Gen.Int[-3, 4].Select(i => (4 * i) + 2);
        var cases = Gen.Select(
                Gen.Select(Gen.Int[1, 2], Gen.Int[1, 70], Gen.Int[1, 40], Gen.Int[1, 72 / up]),
                Gen.Select(pad, pad, Gen.Int[-6, 12], Gen.Int[-6, 12]),
                Gen.Bool,
                Gen.OneOfConst<double?>(null, 0.7, 256))
            .Select((size, pads, hasBias, clamp) => (Form: new FilteredLeakyReluForm(
                $"{up} {down} {pads} {hasBias} {clamp}",
                _ => TestFilters.LowPass(6 * up, 1.0 / up),
                b => down switch
                {
                    "separable" => TestFilters.LowPass(12, 0.4),
                    "radial" => TestFilters.Radial(12),
                    _ => TestFilters.Lopsided(b, 12, 12),
                },
                up,
                2,
                new Padding(pads.Item1, pads.Item3, pads.Item2, pads.Item4),
                hasBias,
                Clamp: clamp), Size: new Size(size.Item1, size.Item2, size.Item3, size.Item4)))
            .Where(form => form.Form.LeavesSomething(form.Size))
            .Select(form => form.Form.Case(form.Size));
        for (var i = 0; i < Shapes; i++)
        {
            var opCase = cases.Generate(random, null, out _);
            var instance = Engine.Suit(opCase.Build());
            Assert.Contains($"tensor_filtered_leaky_relu_up{up}{(down == "separable" ? "" : "_plane")}_f16", Kernels(instance));
            var actual = instance.RunOn(Engine.Shared);
            Comparison.AssertWithin<float, double>($"shape {i}, {opCase.Name}", down == "lopsided" ? LopsidedTolerance : Tolerance, actual, instance.RunOnReference());
            if (opCase.Batch == 1)
                continue;
            var alone = Enumerable.Range(0, opCase.Batch).SelectMany(n => Engine.Suit(opCase.Build(n, 1)).RunOn(Engine.Shared)).ToArray();
            Comparison.AssertSameBits(opCase.Name, actual, alone);
        }
    }

    [Theory]
    [InlineData(75, false)]
    [InlineData(80, true)]
    [InlineData(86, false)]
    [InlineData(89, false)]
    [InlineData(90, true)]
    [InlineData(100, true)]
    [InlineData(120, false)]
    public void It_is_left_to_GPUs_whose_tensor_cores_are_fast(int architecture, bool onTensorCores) =>
        Assert.Equal(onTensorCores, FilterChoice.OnTensorCores(architecture));

    [Fact]
    public void Rounded_taps_keep_their_sum()
    {
        double[] taps = [.. Enumerable.Range(1, 36).Select(i => Math.Sin(i * 0.7) / i)];
        var rounded = HalfTaps.Of(taps);
        Assert.All(taps.Zip(rounded), pair => Assert.InRange(pair.Second - pair.First, -Math.Pow(2, -11), Math.Pow(2, -11)));
        Assert.All(rounded, tap => Assert.Equal(tap, (double)(Half)tap));
        Assert.InRange(rounded.Sum() - taps.Sum(), -1e-5, 1e-5);
    }

    [Fact]
    public void A_scale_is_found_at_which_few_taps_are_nearly_halves()
    {
        double[] taps = [.. TestFilters.LowPass(12, 0.4).Values.ToArray().Select(tap => (double)tap)];
        var (rounded, factor) = HalfTaps.Scaled(taps);
        double Error(Func<int, double> other) => Math.Sqrt(Enumerable.Range(0, taps.Length).Sum(i => Math.Pow(other(i) - taps[i], 2)));
        Assert.All(rounded, tap => Assert.Equal(tap, (double)(Half)tap));
        Assert.InRange(Error(i => factor * rounded[i]), 0, 0.5 * Error(i => (double)(Half)taps[i]));
    }

    private static IEnumerable<string> Kernels(OpCaseInstance instance)
    {
        var compilation = new CudaCompilation(instance.Plan, Precision.Fp16) { Architecture = 80 };
        compilation.Run();
        return compilation.Launches.Select(launch => launch.Launch.Kernel);
    }
}
