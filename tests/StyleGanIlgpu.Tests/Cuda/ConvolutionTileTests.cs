using CsCheck;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;
using Size = StyleGanIlgpu.Tests.Ops.Size;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>
/// Every tile of the convolution on shapes that it would not be chosen for: a few groups of it, so that its sums can be long, with a ragged last
/// tile of channels and pixels, and several steps of a tap.
/// </summary>
[Collection(nameof(DirectLaunches))]
public class ConvolutionTileTests
{
    private static readonly string[] Tiles = ["convolution_128x64", "convolution_128x32", "convolution_32x32", "convolution_32x32_sliced"];

    private const string HalfInput = "_f16";

    /// <summary>Inputs of three steps and five, the last nearly empty; pixels on both sides of a multiple of 32 and 128; outputs of one tile and more.</summary>
    private static readonly (string Form, Size Size, int Outputs)[] Shapes =
    [
        ("3x3 StyleGAN2 conv1", new Size(2, 17, 13, 11), 65),
        ("3x3 StyleGAN2 conv1", new Size(2, 33, 9, 13), 37),
        ("3x3 residual", new Size(2, 33, 3, 43), 33),
        ("3x3 up 2 StyleGAN2 conv0", new Size(2, 17, 12, 10), 70),
        ("3x3 up 2 residual", new Size(1, 33, 10, 11), 31),
        ("3x3 StyleGAN3, full padding", new Size(2, 21, 7, 9), 97),
        ("3x3 unpadded", new Size(1, 40, 18, 10), 68),
        ("1x1 StyleGAN3", new Size(2, 49, 1, 257), 65),
        ("1x1 StyleGAN3", new Size(2, 33, 127, 1), 36),
        ("5x5 modulated", new Size(2, 17, 5, 6), 36),
        ("3x3 up 2 random noise", new Size(2, 18, 7, 5), 30),
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var tile in Tiles)
            {
                foreach (var shape in Shapes)
                    data.Add(tile, Case(shape).Description);
                // What float16 changes is how the input is loaded and the output stored.
                foreach (var shape in Shapes.Where((_, i) => i % 4 == 0))
                    data.Add(tile + HalfInput, Case(shape).Description);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tile_agrees_with_the_reference(string tile, string description) =>
        AssertAgrees(tile, Shapes.Select(Case).Single(opCase => opCase.Description == description), 1e-6);

    [Fact]
    public void Tiles_agree_with_the_reference_on_random_shapes() =>
        Gen.Select(
            Gen.OneOfConst(Tiles),
            Gen.Select(Gen.Int[1, 2], Gen.Int[9, 41], Gen.Int[3, 14], Gen.Int[3, 14]).Select(size => new Size(size.Item1, size.Item2, size.Item3, size.Item4)),
            Gen.Int[5, 75],
            Gen.OneOfConst("3x3 StyleGAN2 conv1", "3x3 residual", "3x3 up 2, lopsided 4x4", "1x1 StyleGAN3", "5x5", "1x1 padded", "3x3 unpadded"))
            .Select((tile, size, outputs, form) => (Tile: tile, Case: ConvolutionCases.Form(form).Case(size, outputs)))
            .Sample(random => AssertAgrees(random.Tile, random.Case, 3e-6), iter: 16, threads: 1, print: random => $"{random.Tile} {random.Case}");

    /// <summary>Theory data without a variant would not be missed otherwise.</summary>
    [Fact]
    public void Every_variant_is_a_tile_of_these_cases() =>
        Assert.Equal(KernelCatalogNames().Order(), Tiles.Concat(Tiles.Select(tile => tile + HalfInput)).Order());

    private static IEnumerable<string> KernelCatalogNames() =>
        typeof(StyleGanIlgpu.Kernels.KernelPtx).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("ptx/sm_75", StringComparison.Ordinal) && name.Contains("convolution_", StringComparison.Ordinal))
            .Select(name => name.Split('/', '\\')[^1][..^4])
            .Where(name => name.StartsWith("convolution_", StringComparison.Ordinal));

    private static OpCase Case((string Form, Size Size, int Outputs) shape) => ConvolutionCases.Form(shape.Form).Case(shape.Size, shape.Outputs);

    private static void AssertAgrees(string tile, OpCase opCase, double tolerance)
    {
        var isHalf = tile.EndsWith(HalfInput, StringComparison.Ordinal);
        var instance = isHalf ? opCase.Build().InHalf() : opCase.Build();
        using var launches = new DirectLaunches(instance, isHalf ? tile[..^HalfInput.Length] : tile);
        Assert.Contains(tile, launches.Kernels);
        Comparison.AssertWithin<float, double>($"{tile}: {opCase.Name}", tolerance + (isHalf ? 2 * HalfMaps.Rounding : 0), launches.Run(), instance.RunOnReference());
    }
}
