using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Ops;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>What the kernels of rows, pictures and StyleGAN3's non-linearity promise of their launches, memory traffic and shared memory.</summary>
public class KernelCounterTests(ITestOutputHelper output)
{
    private const double MostTraffic = 1.3;

    /// <summary>A large map and a small one each of the shapes of T and R, with a warp's channels full.</summary>
    [Theory]
    [InlineData("T up 2", 150, "filtered_leaky_relu_up2", MostTraffic)]
    [InlineData("T up 4", 38, "filtered_leaky_relu_up4", 1.6)]
    [InlineData("R up 2", 36, "filtered_leaky_relu_up2_mirrored", 1.9)]
    [InlineData("R up 4", 84, "filtered_leaky_relu_up4_mirrored", MostTraffic)]
    public void Filtered_leaky_ReLU_reads_and_writes_maps_about_once(string form, int size, string kernel, double mostTraffic)
    {
        var launch = Single(FilteredLeakyReluCases.Of(form, new Size(1, 32, size, size)), kernel);
        AssertClean(launch, mostTraffic);
        AssertStoresOnce(launch.Report);
        Assert.True(launch.Report.GlobalStoreSectors > 1000);

        // More than three multiply-adds for each word of shared memory.
        var words = launch.Report[InstructionClass.LoadShared].Warps + launch.Report[InstructionClass.StoreShared].Warps;
        Assert.InRange(launch.Report[InstructionClass.Fma].Warps, 3 * words, long.MaxValue);
    }

    [Fact]
    public void Without_filters_every_sample_moves_once()
    {
        var launch = Single(FilteredLeakyReluCases.Of("no filters", new Size(2, 32, 16, 16)), "pointwise_leaky_relu");
        AssertClean(launch, MostTraffic);
        AssertStoresOnce(launch.Report);
    }

    /// <summary>Of small maps, and of the channels that StyleGAN1's largest maps have: behind noise, which every group reads once for all its channels.</summary>
    [Theory]
    [InlineData(32, 64, 1.2)]
    [InlineData(16, 128, 1.15)]
    public void Adaptive_normalisation_reads_twice_and_writes_once(int channels, int extent, double mostTraffic)
    {
        var pixels = extent * extent;
        var launches = MeasuredLaunch.Of(StyledInstanceNormCases.Of(new Size(1, channels, extent, extent)));
        Assert.Equal(["styled_instance_norm_statistics", "styled_instance_norm_application"], launches.Select(launch => launch.Kernel.Name));
        Assert.All(launches, launch => AssertClean(launch, mostTraffic));
        AssertStoresOnce(launches[1].Report);
        var bytes = 32 * launches.Sum(launch => launch.Report.GlobalLoadSectors + launch.Report.GlobalStoreSectors);
        output.WriteLine($"{launches[0].Traffic:F3} and {launches[1].Traffic:F3} of the least; {bytes} bytes");
        Assert.InRange(bytes, 3L * pixels * channels * sizeof(float), mostTraffic * 3 * pixels * (channels + 1) * sizeof(float));
        // Numbers of 4 bytes are the noise's alone there; a group has the two quads of a sector.
        var noise = launches[0].Report.GlobalSites.Where(site => site is { IsStore: false, BytesPerLane: 4 }).Sum(site => site.Sectors);
        Assert.Equal(pixels * sizeof(float) / 32 * (channels / 8), noise);
        // Room for three groups of 256 threads on a multiprocessor, even if arguments took registers.
        Assert.All(launches, launch => Assert.InRange(launch.Kernel.PeakRegisters, 1, 80));
    }

    [Fact]
    public void A_fully_connected_layer_reads_its_weights_once_in_whole_sectors()
    {
        var launch = Single(Find(nameof(FullyConnected), "1x1024 to 512"), "row_product_activated");
        AssertClean(launch, MostTraffic);
        AssertWholeQuads(launch.Report);
    }

    [Theory]
    [InlineData("Linear 5x64 to 1", 2 * 8)]
    [InlineData("Linear 16x16 to 16", 4 * 2 * 8)]
    public void Four_samples_share_a_read_of_the_weights(string form, int warps)
    {
        var report = Single(Find(nameof(FullyConnected), form), "row_product_activated").Report;
        Assert.Equal(warps, report.GlobalSites.First(site => site is { IsStore: false, BytesPerLane: 16 }).Requests);
    }

    [Fact]
    public void All_styles_are_one_launch_and_all_that_are_normalised_another()
    {
        Assert.Equal(
            ["row_product_affine", "normalize_rows"],
            MeasuredLaunch.Of(Find(nameof(StyleAffines), "many layers normalised 3x64")).Select(launch => launch.Kernel.Name));
        AssertClean(Single(Find(nameof(StyleAffines), "many layers 2x512"), "row_product_affine"), 1.5);
    }

    [Fact]
    public void All_coefficients_are_one_launch()
    {
        Single(Find(nameof(Demodulations), "2x1 to 100 and others, 3x3"), "row_product_demodulation");
        var launch = Single(Find(nameof(Demodulations), "1x512 to 512, 3x3"), "row_product_demodulation");
        AssertClean(launch, MostTraffic);
        AssertWholeQuads(launch.Report);
    }

    [Theory]
    [InlineData(nameof(NormalizeSecondMoment), "1x(512), scale 1", "normalize_rows")]
    [InlineData(nameof(Truncate), "1x512 to 19 rows, average Shared", "truncate")]
    [InlineData(nameof(FourierFeatures), "2x40x36x36, rate 16", "fourier_features")]
    [InlineData(nameof(ToRgb8), "StyleGan 3x3x17x8", "to_rgb8")]
    public void The_small_ones_are_one_launch_each_and_move_little_twice(string op, string form, string kernel)
    {
        var launch = Single(Find(op, form), kernel);
        AssertClean(launch, MostTraffic);
        AssertStoresOnce(launch.Report);
    }

    private static OpCase Find(string op, string form) => OpCases.ByOp[op].Single(opCase => opCase.Description.EndsWith(form, StringComparison.Ordinal));

    private static MeasuredLaunch Single(OpCase opCase, string kernel)
    {
        var launch = Assert.Single(MeasuredLaunch.Of(opCase));
        Assert.Equal(kernel, launch.Kernel.Name);
        return launch;
    }

    private static void AssertClean(MeasuredLaunch launch, double mostTraffic)
    {
        Assert.Equal(0, launch.Kernel.LocalBytes);
        Assert.Equal(0, launch.Report.LocalRequests);
        Assert.Equal(0, launch.Report.BankConflicts);
        Assert.InRange(launch.Traffic, 1, mostTraffic);
    }

    /// <summary>No sector is written in parts.</summary>
    private static void AssertStoresOnce(LaunchReport report) =>
        Assert.InRange(report.GlobalStoreSectors, report.FirstTouchWrittenBytes / 32, report.FirstTouchWrittenBytes / 32 * 1.02);

    /// <summary>The loads of quads use all bytes of their sectors.</summary>
    private static void AssertWholeQuads(LaunchReport report) =>
        Assert.All(report.GlobalSites.Where(site => site is { IsStore: false, BytesPerLane: 16, Requests: > 0 }), site => Assert.InRange(site.Efficiency, 1, 1.01));
}
