using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>
/// Every tile of the convolution on tensor cores on shapes that it would not be chosen for: ragged last tiles of channels and pixels, several
/// blocks of channels, sums of one slice and of several.
/// </summary>
[Collection(nameof(DirectLaunches))]
public class TensorConvolutionTileTests
{
    private static readonly string[] Tiles = ["128x128", "128x64", "128x32", "64x64", "32x128"];

    /// <summary>Inputs of one block and three, the last nearly empty; maps narrower than a tile, as wide and wider.</summary>
    private static readonly (string Form, Size Size, int Outputs, int Slices)[] Shapes =
    [
        ("3x3 StyleGAN2 conv1", new Size(2, 17, 13, 11), 65, 1),
        ("3x3 StyleGAN2 conv1", new Size(2, 65, 4, 5), 37, 1),
        ("3x3 residual", new Size(2, 33, 3, 43), 33, 3),
        ("3x3 up 2 StyleGAN2 conv0", new Size(2, 65, 12, 10), 70, 1),
        ("3x3 up 2 residual", new Size(1, 33, 10, 18), 31, 2),
        ("3x3 StyleGAN3, full padding", new Size(2, 101, 7, 9), 129, 4),
        ("3x3 unpadded", new Size(1, 40, 18, 20), 68, 1),
        ("1x1 StyleGAN3", new Size(2, 162, 1, 257), 65, 1),
        ("1x1 StyleGAN3", new Size(2, 33, 127, 1), 36, 2),
        ("5x5 modulated", new Size(2, 17, 5, 6), 36, 5),
        ("3x3 up 2 random noise", new Size(2, 18, 7, 5), 30, 1),
    ];

    public static TheoryData<string, int> Cases => Each(Tiles, Enumerable.Range(0, Shapes.Length));

    /// <summary>
    /// Blocks of nine taps, of few and of one; begun in their midst; whose margins are fewer pixels than the tile, and more. 64 KB don't hold the
    /// first tile.
    /// </summary>
    public static TheoryData<string, int> CasesOf75 => Each(Tiles[1..], [2, 3, 5, 7, 8]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Three_products_in_tf32_agree_as_float32_does(string tile, int shape) => AssertAgrees("split_" + tile, Shapes[shape], Precision.Float32, 1e-6);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Single_products_in_tf32_agree_as_11_bits_do(string tile, int shape) => AssertAgrees("tf32_" + tile, Shapes[shape], Precision.Tf32, 5e-4);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_in_float16_agree_as_11_bits_do(string tile, int shape) => AssertAgrees("f16_" + tile, Shapes[shape], Precision.Fp16, 1e-3);

    [Theory]
    [MemberData(nameof(CasesOf75))]
    public void Products_in_float16_on_sm_75_agree_as_11_bits_do(string tile, int shape) => AssertAgrees("f16_" + tile, Shapes[shape], Precision.Fp16, 1e-3, 75);

    /// <summary>Sums of 4608 products: tensor cores truncate, and without draining their error would be a hundred times the ordinary units'.</summary>
    [Theory]
    [InlineData("split_32x128", 1)]
    [InlineData("split_64x64", 16)]
    [InlineData("split_128x64", 1)]
    public void Long_sums_are_as_exact_as_the_ordinary_units(string variant, int slices)
    {
        var instance = ConvolutionCases.Form("3x3 StyleGAN2 conv1").Case(new Size(1, 512, 8, 8), 48).Build();
        var expected = instance.RunOnReference();
        double Error(string kernel, int architecture)
        {
            using var launches = new DirectLaunches(instance, kernel, architecture, Precision.Float32, slices);
            return Comparison.AssertWithin<float, double>(kernel, 1e-6, launches.Run(), expected).RelativeRmse;
        }
        var (judge, error) = (Error("convolution_32x32", 75), Error("tensor_convolution_" + variant, 80));
        Assert.True(error < 3 * judge, $"{variant}: {error}, the ordinary kernel {judge}");
    }

    private static TheoryData<string, int> Each(IEnumerable<string> tiles, IEnumerable<int> shapes)
    {
        var data = new TheoryData<string, int>();
        foreach (var (tile, shape) in from tile in tiles from shape in shapes select (tile, shape))
            data.Add(tile, shape);
        return data;
    }

    private static void AssertAgrees(string variant, (string Form, Size Size, int Outputs, int Slices) shape, Precision precision, double tolerance, int architecture = 80)
    {
        var opCase = ConvolutionCases.Form(shape.Form).Case(shape.Size, shape.Outputs);
        var instance = precision == Precision.Fp16 ? opCase.Build().InHalf() : opCase.Build();
        var kernel = "tensor_convolution_" + variant;
        using var launches = new DirectLaunches(instance, kernel, architecture, precision, shape.Slices);
        Assert.Contains(kernel, launches.Kernels);
        Comparison.AssertWithin<float, double>($"{variant}: {opCase.Name}", tolerance, launches.Run(), instance.RunOnReference());
    }
}
