using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Ops;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>Kernels that are bound by memory move half the bytes of maps in float16, in whole sectors, by the emulator's counters.</summary>
public class HalfCounterTests(ITestOutputHelper output)
{
    private const double MostTraffic = 1.3;

    /// <summary>Of float32's bytes.</summary>
    private const double MostShare = 0.6;

    /// <summary>Small maps are cut into short runs of rows, so that a GPU has enough of them; what these read twice is still in its cache.</summary>
    [Theory]
    [InlineData("T up 2", 150, "filtered_leaky_relu_up2_f16", MostTraffic)]
    [InlineData("T up 2", 38, "filtered_leaky_relu_up2_f16", 2.2)]
    [InlineData("T up 4", 38, "filtered_leaky_relu_up4_f16", 1.6)]
    [InlineData("T critical", 86, "filtered_leaky_relu_up2_f16", 1.75)]
    [InlineData("R up 2", 36, "filtered_leaky_relu_up2_mirrored_f16", 2.2)]
    [InlineData("R up 4", 84, "filtered_leaky_relu_up4_mirrored_f16", MostTraffic)]
    public void Filtered_leaky_ReLU(string form, int size, string kernel, double mostTraffic) =>
        AssertHalves(FilteredLeakyReluCases.Of(form, new Size(1, 32, size, size)), kernel, mostTraffic);

    [Fact]
    public void Without_filters() => AssertHalves(FilteredLeakyReluCases.Of("no filters", new Size(2, 32, 16, 16)), "pointwise_leaky_relu_f16", MostTraffic);

    /// <summary>The same of small maps, beside which weights weigh something.</summary>
    [Theory]
    [InlineData("narrow_convolution_f16", "1x1 torgb", 128, 192, MostTraffic, MostShare)]
    [InlineData("narrow_convolution_f16", "1x1 torgb", 128, 64, 1.7, 0.7)]
    [InlineData("four_taps_f16", "3x3 up 2 StyleGAN2 conv0", 16, 48, 2.8, MostShare)]
    public void Convolutions(string kernel, string form, int inputs, int extent, double mostTraffic, double mostShare) =>
        AssertHalves(ConvolutionCases.Form(form).Case(new Size(1, inputs, extent, extent), inputs), kernel, mostTraffic, mostShare);

    [Fact]
    public void Filter_of_large_maps() => AssertHalves(UpFirDnCases.Form("binomial same size").Case(new Size(1, 32, 1024, 256)), "four_taps_f16", MostTraffic);

    [Theory]
    [InlineData("styled_instance_norm_statistics_f16")]
    [InlineData("styled_instance_norm_application_f16")]
    public void Adaptive_normalisation(string kernel) => AssertHalves(StyledInstanceNormCases.Of(new Size(1, 32, 64, 64)), kernel, MostTraffic);

    private void AssertHalves(OpCase opCase, string kernel, double mostTraffic, double mostShare = MostShare)
    {
        var half = Assert.Single(MeasuredLaunch.InHalf(opCase, 75), launch => launch.Kernel.Name == kernel);
        var single = Assert.Single(MeasuredLaunch.Of(opCase, 75), launch => launch.Kernel.Name == kernel[..^"_f16".Length]);
        output.WriteLine($"{kernel} {opCase.Description}: {half.Traffic:F3} of the least, {single.Traffic:F3} in float32; "
            + $"{Bytes(half.Report)} bytes, {Bytes(single.Report)} in float32");
        Assert.Equal(0, half.Kernel.LocalBytes);
        Assert.Equal(0, half.Report.BankConflicts);
        Assert.InRange(half.Traffic, 1, mostTraffic);
        // The tables, biases and coefficients stay what they are.
        Assert.InRange((double)Bytes(half.Report) / Bytes(single.Report), 0.45, mostShare);
    }

    private static long Bytes(LaunchReport report) => 32 * (report.GlobalLoadSectors + report.GlobalStoreSectors);
}
