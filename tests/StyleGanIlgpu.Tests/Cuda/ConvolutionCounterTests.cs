using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.Tests.Ops;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>What the kernels of convolutions and resampling promise about memory, by the emulator's counters.</summary>
public class ConvolutionCounterTests
{
    /// <summary>Every tile of the convolution: the name, and what one group covers.</summary>
    [Theory]
    [InlineData("convolution_128x64", 128, 64, "3x3 StyleGAN2 conv1", 8, 128, 64)]
    [InlineData("convolution_128x32", 128, 32, "3x3 StyleGAN2 conv1", 8, 168, 32)]
    [InlineData("convolution_32x32", 32, 32, "3x3 StyleGAN2 conv1", 8, 80, 64)]
    [InlineData("convolution_32x32_sliced", 32, 32, "3x3 StyleGAN2 conv1", 64, 16, 64)]
    [InlineData("convolution_128x64", 128, 64, "3x3 up 2", 8, 72, 64)]
    [InlineData("convolution_128x64", 128, 64, "1x1 StyleGAN3", 16, 128, 64)]
    public void Convolutions_read_whole_sectors_and_no_more_than_their_tiles_imply(
        string kernel, int pixels, int channels, string form, int inputs, int extent, int outputs)
    {
        var report = Run(kernel, ConvolutionCases.Form(form), new Size(1, inputs, extent, extent), outputs);
        AssertWholeSectorsWithoutConflicts(report);
        Assert.InRange((double)report[InstructionClass.Fma].Warps / report[InstructionClass.LoadShared].Warps, 7, 64);

        // Pixels and weights of every tap and group. Tables, coefficients and noise are left out: 13 KB a group, which is nothing beside the
        // megabytes of a real layer's sum, but not beside the few channels that are summed here.
        var places = form.StartsWith("3x3 up", StringComparison.Ordinal) ? (extent + 1) * (extent + 1) : extent * extent;
        var taps = form[0] == '1' ? 1 : 9;
        var groups = (double)places / pixels * outputs / channels;
        var implied = groups * taps * inputs * (pixels + channels) * sizeof(float);
        var read = 32 * report.GlobalSites.Where(site => !site.IsStore && site.BytesPerLane == 16).Sum(site => site.Sectors);
        Assert.InRange(read, 0.8 * implied, 1.1 * implied);
    }

    /// <summary>Small maps are cut smaller, so that a GPU has enough groups; what these read twice, rows and weights, is still in its cache.</summary>
    [Theory]
    [InlineData("narrow_convolution", "1x1 torgb", 32, 192, 1.3)]
    [InlineData("narrow_convolution", "1x1 torgb", 128, 64, 1.5)]
    [InlineData("four_taps", "3x3 up 2 StyleGAN2 conv0", 16, 48, 2.8)]
    public void Kernels_bound_by_memory_move_little_more_than_they_must(string kernel, string form, int inputs, int extent, double mostTraffic) =>
        AssertTraffic(Run(kernel, ConvolutionCases.Form(form), new Size(1, inputs, extent, extent), inputs), mostTraffic);

    [Fact]
    public void The_filter_of_large_maps_moves_little_more_than_it_must() =>
        AssertTraffic(Assert.Single(MeasuredLaunch.Of(UpFirDnCases.Form("binomial same size").Case(new Size(1, 32, 1024, 256)), 75)).Report, 1.3);

    [Fact]
    public void Random_noise_is_that_of_the_other_engines_bit_for_bit()
    {
        const int Height = 5;
        const int Width = 39;
        var builder = new OpCaseBuilder(1, 0, 1);
        var input = builder.Maps(1, Height, Width, scale: 0);
        var output = builder.Plan.Maps("output", 1, Height, Width);
        builder.Plan.Add(new Convolution(input, output, builder.Normal(1, 1, 1, 1), 0, Epilogue.None, Noise: new Noise(1, null, 7)));
        builder.Plan.Keep(output);
        var instance = new OpCaseInstance(builder.Plan.Build(), builder.Inputs, output);

        var expected = new float[Height * Width];
        for (var y = 0; y < Height; y++)
            PhiloxNoise.Fill(expected.AsSpan(y * Width, Width), OpCaseInstance.NoiseSeed, 7, y, 0);
        using var engine = EmulatedCuda.Engine(75);
        Assert.Equal(expected, instance.RunOn(engine));
    }

    private static void AssertTraffic(LaunchReport report, double mostTraffic)
    {
        AssertWholeSectorsWithoutConflicts(report);
        var must = report.FirstTouchReadBytes + report.FirstTouchWrittenBytes;
        Assert.InRange((report.GlobalLoadSectors + report.GlobalStoreSectors) * 32, must, mostTraffic * must);
    }

    private static void AssertWholeSectorsWithoutConflicts(LaunchReport report)
    {
        Assert.Equal(0, report.LocalRequests);
        Assert.Equal(0, report.BankConflicts);
        foreach (var site in report.GlobalSites.Where(site => site.BytesPerLane == 16 && site.Requests > 0))
            Assert.True(site.Efficiency > 0.97, $"{site.Kernel}, line {site.Line}: {site.Text} uses {site.Efficiency:P0} of its sectors");
    }

    /// <summary>The counters of the launches of one kernel, where convolutions have no tensor cores.</summary>
    private static LaunchReport Run(string kernel, ConvolutionForm form, Size size, int outputs) =>
        Assert.Single(MeasuredLaunch.Of(form.Case(size, outputs), 75), launch => launch.Kernel.Name == kernel).Report;
}
