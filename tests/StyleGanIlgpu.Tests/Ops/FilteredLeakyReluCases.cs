using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>
/// Cases of StyleGAN3's non-linearity: every shape of it that T and R have, at all resolutions, and the forms around them.
/// </summary>
internal static class FilteredLeakyReluCases
{
    private static readonly FilteredLeakyReluForm[] Forms =
    [
        new("T up 2", Up12, Down12, 2, 2, Same(9, 8), Smallest: 3),
        new("T up 4", Up24, Down12, 4, 2, Same(-6, -9), Smallest: 13),
        new("T critical", Up12, Down12, 2, 2, Same(-11, -12), Smallest: 23),
        new("R up 2", Up12, _ => TestFilters.Radial(12), 2, 2, Same(11, 10), Smallest: 1),
        new("R up 4", Up24, _ => TestFilters.Radial(12), 4, 2, Same(-2, -5), Smallest: 11),
        new("R critical", Up12, Down12, 2, 2, Same(-9, -10), Smallest: 21),
        new("lopsided filters", b => TestFilters.Lopsided(b, 12), b => TestFilters.Lopsided(b, 12), 2, 2, new Padding(9, 8, 10, 7), Smallest: 3),
        new("lopsided 12x12 down", Up12, b => TestFilters.Lopsided(b, 12, 12), 2, 2, new Padding(10, 11, 12, 9), Smallest: 1),
        new("clamp at 0.5", Up12, Down12, 2, 2, Same(10, 10), Clamp: 0.5, Smallest: 2),
        new("no clamp, no bias", Up12, Down12, 2, 2, Same(11, 11), HasBias: false, Clamp: null),
        new("linear", Up12, Down12, 2, 2, Same(11, 11), Slope: 1, Gain: 1, Clamp: 0.8),
        new("no filters", _ => null, _ => null, 1, 1, default),
        new("no filters, padded and cropped", _ => null, _ => null, 1, 1, new Padding(-2, 3, 1, -1), Smallest: 3),
        new("up only", Up12, _ => null, 2, 1, Same(6, 5)),
        new("down only", _ => null, Down12, 1, 2, Same(6, 6)),
        new("down by 4, 24 taps", Up12, _ => TestFilters.LowPass(24, 0.25), 2, 4, Same(17, 17)),
        new("up by 4, down by 4", Up24, _ => TestFilters.LowPass(24, 0.25), 4, 4, Same(22, 23)),
        new("odd taps", b => TestFilters.Lopsided(b, 7), b => TestFilters.Lopsided(b, 5), 2, 2, Same(5, 5)),
        new("oblong 2-D filters", b => TestFilters.Lopsided(b, 3, 6), b => TestFilters.Lopsided(b, 2, 5), 2, 2, new Padding(4, 5, 2, 3)),
        new("2-D up filter, up by 4", b => TestFilters.Lopsided(b, 4, 6), _ => null, 4, 1, Same(3, 4)),
    ];

    /// <summary>Layers of the known networks at their real sizes, a few channels of them.</summary>
    private static readonly (string Form, Size Size)[] RealSizes =
    [
        ("T up 2", new Size(1, 5, 38, 38)),
        ("T up 4", new Size(1, 4, 38, 38)),
        ("T up 4", new Size(1, 2, 86, 86)),
        ("T critical", new Size(1, 3, 86, 86)),
        ("R up 2", new Size(1, 5, 36, 36)),
        ("R up 4", new Size(1, 2, 52, 52)),
        ("R critical", new Size(1, 3, 84, 84)),
    ];

    /// <summary>
    /// Up by 4 over a margin, which the layers of T and R crop: the last rows and columns lie beyond the input, and an odd count of outputs ends a
    /// run between the two of a step.
    /// </summary>
    private static readonly FilteredLeakyReluForm[] Widened =
    [
        new("T up 4, widened", Up24, Down12, 4, 2, new Padding(10, 7, 6, 13)),
        new("R up 4, widened", Up24, _ => TestFilters.Radial(12), 4, 2, new Padding(6, 13, 10, 7)),
        new("R up 4, widened, odd", Up24, _ => TestFilters.Radial(12), 4, 2, Same(10, 9)),
    ];

    private static readonly Size[] WidenedSizes = [new(2, 5, 12, 9), new(1, 33, 7, 21), new(1, 3, 20, 14), new(1, 4, 21, 24)];

    public static IEnumerable<OpCase> All =>
        Forms.SelectMany((form, turn) => Sizes.All(turn, form.Smallest).Select(form.Case))
            .Concat(Widened.SelectMany(form => WidenedSizes.Select(form.Case)))
            .Concat(RealSizes.Select(real => Of(real.Form, real.Size)));

    /// <summary>A form at a size of one's own.</summary>
    public static OpCase Of(string name, Size size) => Forms.Single(form => form.Name == name).Case(size);

    private static Parameter Up12(OpCaseBuilder _) => TestFilters.LowPass(12, 0.5);

    private static Parameter Up24(OpCaseBuilder _) => TestFilters.LowPass(24, 0.25);

    private static Parameter Down12(OpCaseBuilder _) => TestFilters.LowPass(12, 0.4);

    private static Padding Same(int before, int after) => new(before, after, before, after);
}
