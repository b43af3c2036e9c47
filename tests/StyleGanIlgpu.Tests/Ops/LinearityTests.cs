using CsCheck;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Filters and convolutions are linear in their maps: f(a x + b y) = a f(x) + b f(y), whatever else they get wrong.</summary>
public class LinearityTests
{
    private const double Tolerance = 3e-6;

    /// <summary>Not so small that maps in float16 lose digits.</summary>
    private static readonly Gen<float> Factor = Gen.Select(Gen.Float[0.25f, 2], Gen.Bool, (size, negative) => negative ? -size : size);

    private static readonly string[] LinearConvolutions =
        ["3x3 ", "3x3 modulated", "3x3 StyleGAN3", "1x1 ", "1x1 StyleGAN3", "5x5 modulated", "3x3 up 2 ", "1x1 up 2", "5x5 up 2", "3x3 up 2, 6x6"];

    [Fact]
    public void UpFirDn_is_linear() => Check(nameof(UpFirDn), OpCases.ByOp[nameof(UpFirDn)]);

    [Fact]
    public void Convolution_without_bias_is_linear() => Check(
        nameof(Convolution),
        [.. OpCases.ByOp[nameof(Convolution)].Where(c => LinearConvolutions.Any(form => IsOf(form, c)))]);

    private static bool IsOf(string form, OpCase opCase) =>
        form.EndsWith(' ')
            ? opCase.Description.Length > form.Length && opCase.Description.StartsWith(form, StringComparison.Ordinal) && char.IsDigit(opCase.Description[form.Length])
            : opCase.Description.StartsWith(form, StringComparison.Ordinal);

    private static void Check(string op, IReadOnlyList<OpCase> cases)
    {
        Assert.True(cases.Count > 100, $"{cases.Count} cases");
        foreach (var engine in EngineUnderTest.Having(op))
        {
            Gen.Select(Gen.OneOfConst([.. cases.Where(engine.Takes)]), Factor, Factor, Gen.Int).Sample(
                (opCase, a, b, seed) =>
                {
                    var instance = engine.Suit(opCase.Build());
                    var random = new Random(seed);
                    var (maps, x) = instance.Inputs.Single(input => instance.Plan[input.Key].Kind == TensorKind.Maps);
                    var y = Array.ConvertAll(x, _ => (2 * random.NextSingle()) - 1);
                    var sum = x.Zip(y, (xi, yi) => (a * xi) + (b * yi)).ToArray();

                    var (ofX, ofY, ofSum) = (Run(engine, instance, maps, x), Run(engine, instance, maps, y), Run(engine, instance, maps, sum));
                    // Measured by the size of the terms: a sum may cancel, its error doesn't.
                    var scale = Math.Abs(a) * Size(ofX) + Math.Abs(b) * Size(ofY) + 1e-30;
                    var difference = Size([.. ofSum.Select((value, i) => value - ((double)a * ofX[i]) - ((double)b * ofY[i]))]);
                    Assert.True(difference <= (Tolerance + 2 * engine.Rounding) * scale, $"{opCase.Name}, {a} x + {b} y: off by {difference / scale}.");
                },
                // Random cases of an op run on emulated kernels elsewhere too: here a few show that the property holds.
                iter: engine.IsEmulated ? 10 : 100);
        }
    }

    private static double[] Run(EngineUnderTest engine, OpCaseInstance instance, TensorId maps, float[] values)
    {
        var inputs = new Dictionary<TensorId, float[]>(instance.Inputs) { [maps] = values };
        return Array.ConvertAll((instance with { Inputs = inputs }).RunOn(engine.Shared), value => (double)value);
    }

    private static double Size(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
