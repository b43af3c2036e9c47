using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Cases of up-sample, filter, down-sample.</summary>
internal static class UpFirDnCases
{
    private static readonly UpFirDnForm[] Forms =
    [
        new("binomial up 2", _ => TestFilters.Binomial(), 2, 2, 1, 1, new Padding(2, 1, 2, 1), 4),
        new("binomial down 2", _ => TestFilters.Binomial(), 1, 1, 2, 2, new Padding(1, 1, 1, 1), Smallest: 2),
        new("binomial same size", _ => TestFilters.Binomial(), 1, 1, 1, 1, new Padding(2, 1, 2, 1)),
        new("12 taps up 2", _ => TestFilters.LowPass(12, 0.5), 2, 2, 1, 1, new Padding(6, 5, 6, 5), 4),
        new("12 taps down 2", _ => TestFilters.LowPass(12, 0.5), 1, 1, 2, 2, new Padding(5, 5, 5, 5), Smallest: 2),
        new("24 taps up 4 down 2", _ => TestFilters.LowPass(24, 0.25), 4, 4, 2, 2, new Padding(13, 12, 11, 10), 16),
        new("radial 12x12 down 2", _ => TestFilters.Radial(12), 1, 1, 2, 2, new Padding(6, 5, 6, 5)),
        new("lopsided 12x12 up 2 down 2", b => TestFilters.Lopsided(b, 12, 12), 2, 2, 2, 2, new Padding(7, 6, 5, 6)),
        new("7 taps up 2 down 3", b => TestFilters.Lopsided(b, 7), 2, 2, 3, 3, new Padding(4, 3, 3, 4), 0.7),
        new("5 taps flipped up 3", b => TestFilters.Lopsided(b, 5), 3, 3, 1, 1, new Padding(3, 1, 2, 2), 2.5, Flip: true),
        new("3x6 up 2x1 down 1x3", b => TestFilters.Lopsided(b, 3, 6), 2, 1, 1, 3, new Padding(4, 3, 3, 2), 1.5),
        new("4x1 flipped up 1x4 down 2x1", b => TestFilters.Lopsided(b, 4, 1), 1, 4, 2, 1, new Padding(1, 0, 2, 3), 1, Flip: true),
        new("no filter up 2", _ => null, 2, 2, 1, 1, new Padding(1, 0, 0, 2), 0.7),
        new("no filter down 3", _ => null, 1, 1, 3, 3, default),
        // More is cropped than the filter takes off, so it needs images of some size.
        new("crop, 12 taps up 2", _ => TestFilters.LowPass(12, 0.5), 2, 2, 1, 1, new Padding(-3, 2, -1, -4), 4, Smallest: 9),
        new("crop, no filter", _ => null, 1, 1, 1, 1, new Padding(-1, 0, -2, -1), Smallest: 4),
        new("one side cropped, 3x3 lopsided", b => TestFilters.Lopsided(b, 3, 3), 1, 1, 1, 1, new Padding(-2, 5, 6, -3), Smallest: 4),
        new("StyleGAN1 blur", _ => TestFilters.Blur(), 1, 1, 1, 1, new Padding(1, 1, 1, 1)),
        new("2 taps, one side padded", b => TestFilters.Lopsided(b, 2), 1, 1, 1, 1, new Padding(0, 1, 1, 0)),
    ];

    /// <summary>Maps of so many rows that the CUDA engine's groups have its larger tiles and longer runs, with remainders.</summary>
    private static readonly (string Form, Size Size)[] LargeSizes =
    [
        ("binomial same size", new Size(1, 5, 65541, 3)),
        ("binomial same size", new Size(3, 5, 1030, 70)),
        ("binomial up 2", new Size(1, 3, 8201, 2)),
        ("binomial up 2", new Size(1, 3, 4103, 3)),
        ("7 taps up 2 down 3", new Size(1, 5, 24601, 3)),
    ];

    public static IEnumerable<OpCase> All => Forms.SelectMany((form, turn) => Sizes.All(turn, form.Smallest).Select(form.Case))
        .Concat(LargeSizes.Select(large => Form(large.Form).Case(large.Size)));

    /// <summary>The form of this name.</summary>
    public static UpFirDnForm Form(string name) => Forms.Single(form => form.Name == name);
}
