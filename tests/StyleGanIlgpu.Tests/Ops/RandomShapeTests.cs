using System.Globalization;
using CsCheck;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>
/// Shapes that nobody thought of, the same in each run: the environment variable CsCheck_Seed takes another seed of CsCheck's for others,
/// CsCheck_Iter another number of them. The tolerance is above that of the listed cases because a shape may have so few outputs that they cancel.
/// </summary>
public class RandomShapeTests
{
    private const double Tolerance = 3e-6;
    private const string Seed = "0000000000Q1";
    private const int Iterations = 150, EmulatedIterations = 8;

    private static readonly Gen<Size> AnySize = Gen.Select(Gen.Int[1, 3], Gen.Int[3, 35], Gen.Int[1, 24], Gen.Int[1, 24])
        .Select(size => new Size(size.Item1, size.Item2, size.Item3, size.Item4));

    private static readonly Gen<Padding> AnyPadding = Gen.Select(Gen.Int[-3, 14], Gen.Int[-3, 14], Gen.Int[-3, 14], Gen.Int[-3, 14])
        .Select(pads => new Padding(pads.Item1, pads.Item2, pads.Item3, pads.Item4));

    /// <summary>None, one-dimensional or two-dimensional.</summary>
    private static readonly Gen<int[]> AnyFilter = Gen.OneOf(
        Gen.Const(Array.Empty<int>()),
        Gen.Int[1, 24].Select(taps => new[] { taps }),
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).Select(taps => new[] { taps.Item1, taps.Item2 }));

    [Theory]
    [MemberData(nameof(Engines), nameof(UpFirDn))]
    public void UpFirDn_agrees_with_the_reference(string engine) => Check(
        engine,
        Gen.Select(AnySize, AnyFilter, AnyPadding, Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 4]), Gen.Bool)
            .Select((size, filter, padding, factors, flip) => (Form: new UpFirDnForm(
                $"[{string.Join("x", filter)}] {padding} {factors} {flip}",
                b => filter.Length == 0 ? null : TestFilters.Lopsided(b, filter),
                factors.Item1,
                factors.Item2,
                factors.Item3,
                factors.Item4,
                padding,
                Gain: 1.7,
                flip), Size: size))
            .Where(random => random.Form.LeavesSomething(random.Size))
            .Select(random => random.Form.Case(random.Size)));

    [Theory]
    [MemberData(nameof(Engines), nameof(FilteredLeakyRelu))]
    public void Filtered_leaky_ReLU_agrees_with_the_reference(string engine) => Check(
        engine,
        Gen.Select(AnySize, Gen.Select(AnyFilter, AnyFilter), AnyPadding, Gen.Select(Gen.Int[1, 4], Gen.Int[1, 4]), Gen.Double[0.1, 2])
            .Select((size, filters, padding, factors, clamp) => (Form: new FilteredLeakyReluForm(
                $"[{string.Join("x", filters.Item1)}] [{string.Join("x", filters.Item2)}] {padding} {factors} {clamp}",
                b => filters.Item1.Length == 0 ? null : TestFilters.Lopsided(b, filters.Item1),
                b => filters.Item2.Length == 0 ? null : TestFilters.Lopsided(b, filters.Item2),
                factors.Item1,
                factors.Item2,
                padding,
                HasBias: clamp < 1,
                Slope: clamp / 4,
                Clamp: clamp > 1.5 ? null : clamp), Size: size))
            .Where(random => random.Form.LeavesSomething(random.Size))
            .Select(random => random.Form.Case(random.Size)));

    [Theory]
    [MemberData(nameof(Engines), nameof(Convolution))]
    public void Convolution_agrees_with_the_reference(string engine) => Check(
        engine,
        Gen.Select(
                AnySize,
                Gen.Int[1, 40],
                Gen.OneOfConst(1, 3, 5),
                Gen.Int[0, 4],
                Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool),
                Gen.Select(Gen.Enum<NoiseMode>(), Gen.Enum<Activation>(), Gen.Int[2, 6]))
            .Select((size, outputs, kernel, padding, flags, extras) => (Form: new ConvolutionForm(
                $"{kernel} {padding} {flags} {extras}",
                kernel,
                padding,
                flags.Item1 ? b => TestFilters.Lopsided(b, extras.Item3, extras.Item3) : null,
                Modulated: flags.Item2,
                Demodulated: flags.Item2 && flags.Item3,
                Noise: extras.Item1,
                Bent: new Epilogue(Activation: extras.Item2, Gain: 1.5, Clamp: flags.Item3 ? 2 : null),
                Residual: flags.Item4), Size: size, Outputs: outputs))
            .Where(random => random.Form.LeavesSomething(random.Size))
            .Select(random => random.Form.Case(random.Size, random.Outputs)));

    public static TheoryData<string> Engines(string op) => [.. EngineUnderTest.Having(op).Select(engine => engine.Name)];

    /// <summary>One shape after the other from one seed: CsCheck's own loop takes a new seed after the first.</summary>
    private static void Check(string engineName, Gen<OpCase> cases)
    {
        var engine = EngineUnderTest.Find(engineName);
        var random = PCG.Parse(Environment.GetEnvironmentVariable("CsCheck_Seed") ?? Seed);
        var iterations = Environment.GetEnvironmentVariable("CsCheck_Iter") is { } wanted ? int.Parse(wanted, CultureInfo.InvariantCulture)
            : engine.IsEmulated ? EmulatedIterations : Iterations;
        for (var i = 0; i < iterations; i++)
        {
            var opCase = cases.Generate(random, null, out _);
            var instance = engine.Suit(opCase.Build());
            // Rounded twice where a map lies in memory between two launches.
            Comparison.AssertWithin<float, double>($"shape {i}, {opCase.Name}", Tolerance + (2 * engine.Rounding), instance.RunOn(engine.Shared), instance.RunOnReference());
        }
    }
}
