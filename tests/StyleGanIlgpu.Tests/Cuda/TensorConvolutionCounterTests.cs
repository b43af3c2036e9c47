using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>What the convolution on tensor cores promises of its instructions and of memory, by the emulator's counters.</summary>
[Collection(nameof(DirectLaunches))]
public class TensorConvolutionCounterTests
{
    /// <summary>Every tile: its pixels and channels, the pixels with margins for 3x3 taps, and an extent that it divides.</summary>
    private static readonly (string Name, int Channels, int Width, int Height, int Extent)[] Tiles =
    [
        ("128x128", 128, 16, 8, 32),
        ("128x64", 64, 16, 8, 32),
        ("128x32", 32, 16, 8, 32),
        ("64x64", 64, 8, 8, 16),
        ("32x128", 128, 8, 4, 16),
    ];

    /// <summary>By the names of kernels; last what float16 is on sm_75.</summary>
    private static readonly string[] Arithmetics = ["split", "tf32", "f16", HalfOf75];

    private const string HalfOf75 = "f16, sm_75";

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var arithmetic in Arithmetics)
            {
                // 64 KB hold no tile of 128 x 128.
                foreach (var tile in Tiles.Where(tile => arithmetic != HalfOf75 || tile.Name != "128x128"))
                {
                    data.Add(arithmetic, tile.Name, "3x3 residual");
                    data.Add(arithmetic, tile.Name, "1x1 StyleGAN3");
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Matrices_are_loaded_for_four_products_a_pair_and_without_conflicts(string arithmetic, string tile, string form)
    {
        var (report, _) = Run(arithmetic, tile, form);
        Assert.Equal(0, report.LocalRequests);
        Assert.Equal(0, report.BankConflicts);
        Assert.InRange((double)report[InstructionClass.TensorCore].Warps / report[InstructionClass.LoadMatrix].Warps, 2, 64);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Memory_is_read_in_whole_sectors_once_a_block_of_channels(string arithmetic, string tile, string form)
    {
        var (report, implied) = Run(arithmetic, tile, form);
        foreach (var site in report.GlobalSites.Where(site => site.BytesPerLane == 16 && site.Requests > 0))
            Assert.True(site.Efficiency > 0.97, $"{site.Kernel}, line {site.Line}: {site.Text} uses {site.Efficiency:P0} of its sectors");
        var copy = arithmetic == HalfOf75 ? "ld.global.v4" : "cp.async";
        var copied = 32 * report.GlobalSites.Where(site => site.Text.Contains(copy, StringComparison.Ordinal)).Sum(site => site.Sectors);
        Assert.InRange(copied, 0.85 * implied, 1.1 * implied);
    }

    /// <summary>Strips of widths that are no whole eights: pixels of a matrix then go over the ends of rows.</summary>
    [Theory]
    [InlineData("128x64", 38)]
    [InlineData("64x64", 13)]
    [InlineData("32x128", 4)]
    public void Matrices_of_pixels_of_two_rows_are_loaded_without_conflicts(string tile, int extent)
    {
        var kernel = $"tensor_convolution_split_{tile}";
        using var launches = Launches("3x3 StyleGAN3, full padding", new Size(1, 33, extent, extent), 40, "split", kernel);
        launches.Run();
        Assert.Equal(0, launches.Report(kernel).BankConflicts);
    }

    private static DirectLaunches Launches(string form, Size size, int outputs, string arithmetic, string kernel)
    {
        var instance = ConvolutionCases.Form(form).Case(size, outputs).Build();
        return arithmetic switch
        {
            HalfOf75 => new DirectLaunches(instance.InHalf(), kernel, 75, Precision.Fp16, slices: 1),
            "f16" => new DirectLaunches(instance.InHalf(), kernel, 80, Precision.Fp16, slices: 1),
            "tf32" => new DirectLaunches(instance, kernel, 80, Precision.Tf32, slices: 1),
            _ => new DirectLaunches(instance, kernel, 80, Precision.Float32, slices: 1),
        };
    }

    /// <summary>The counters of a launch, and the bytes of pixels and weights that its tiles imply.</summary>
    private static (LaunchReport Report, double Implied) Run(string arithmetic, string name, string form)
    {
        // Two blocks of channels.
        var inputs = arithmetic is "f16" or HalfOf75 ? 128 : 64;
        var tile = Tiles.Single(tile => tile.Name == name);
        var kernel = $"tensor_convolution_{arithmetic.Split(',')[0]}_{name}";
        using var launches = Launches(form, new Size(1, inputs, tile.Extent, tile.Extent), tile.Channels, arithmetic, kernel);
        launches.Run();
        var (taps, margin) = form[0] == '1' ? (1, 0) : (9, 2);
        var groups = tile.Extent * tile.Extent / (tile.Width * tile.Height);

        // Beyond the border nothing is read: the tiles' margins are counted where they lie in the map.
        var rows = tile.Extent + (margin * ((tile.Extent / tile.Height) - 1));
        var columns = tile.Extent + (margin * ((tile.Extent / tile.Width) - 1));
        return (launches.Report(kernel), 2 * 128 * ((double)(rows * columns) + (groups * taps * tile.Channels)));
    }
}
