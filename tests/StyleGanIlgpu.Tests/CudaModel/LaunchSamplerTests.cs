using CsCheck;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.CudaModel;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Tests.Ops;
using Size = StyleGanIlgpu.Tests.Ops.Size;

namespace StyleGanIlgpu.Tests.CudaModel;

/// <summary>What a few blocks of a launch say of all of them.</summary>
public class LaunchSamplerTests
{
    [Fact]
    public void Blocks_are_of_the_grid_none_twice_and_of_all_of_its_layers() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Int[1, 40], Gen.Int[1, 70], Gen.Int[1, 30]).Sample((x, y, z, samples) =>
        {
            var grid = new Extent(x, y, z);
            var chosen = LaunchSampler.Choose(grid, samples);
            var layer = (long)x * y;
            Assert.All(chosen, block => Assert.InRange(block, 0, (layer * z) - 1));
            Assert.Equal(chosen.Count, chosen.Distinct().Count());
            Assert.InRange(chosen.Count, Math.Min(samples, layer * z), 2L * Math.Max(samples, 1));
            Assert.InRange(chosen.Select(block => block / layer).Distinct().Count(), Math.Min(z, samples), 2 * samples);
        });

    [Theory]
    [InlineData("3x3 StyleGAN2 conv1", 80)]
    [InlineData("3x3 up 2 StyleGAN2 conv0", 80)]
    [InlineData("3x3 StyleGAN2 conv1", 75)]
    public void A_dozen_blocks_stand_for_a_convolution(string form, int architecture)
    {
        var op = ConvolutionCases.Form(form).Case(new Size(1, 32, 60, 52), 64);
        Assert.InRange(Instructions(op, architecture, 12) / Instructions(op, architecture, int.MaxValue), 0.85, 1.15);
    }

    [Fact]
    public void A_batch_is_its_samples()
    {
        var op = FilteredLeakyReluCases.Of("T up 2", new Size(1, 32, 40, 40));
        var batch = FilteredLeakyReluCases.Of("T up 2", new Size(3, 32, 40, 40));
        using var sampler = new LaunchSampler(80, 4);
        var single = sampler.Profile(Compile(op, 80));
        var scaled = sampler.Profile(Compile(batch, 80), single);
        Assert.Equal(3 * single.Sum(launch => launch.Blocks), scaled.Sum(launch => launch.Blocks));
        Assert.Equal(3 * single.Sum(launch => launch.Maps.Sum()), scaled.Sum(launch => launch.Maps.Sum()));
    }

    [Theory]
    [InlineData(75, Precision.Float32, 1)]
    [InlineData(80, Precision.Float32, 3)]
    [InlineData(90, Precision.Tf32, 1)]
    public void A_batch_that_has_another_tile_does_its_products(int architecture, Precision precision, int productsOfOne)
    {
        var single = Compile(OneLayer(1), architecture, precision);
        var batch = Compile(OneLayer(16), architecture, precision);
        using var sampler = new LaunchSampler(KernelPtx.NewestFor(architecture)!.Value, 4);
        var profile = sampler.Profile(single);
        var main = Assert.Single(sampler.Profile(batch, profile), launch => launch.Products > 0);
        Assert.NotEqual(profile[main.Index].Launch.Kernel, main.Launch.Kernel);
        // A tile has some room, which is multiplied, too.
        var executed = main.Blocks * Math.Max(main.Costs.Float * 32, main.Costs.Tensor.MultiplyAdds);
        Assert.InRange(executed / (productsOfOne * main.Products), 1, 1.3);
    }

    [Fact]
    public void Blocks_of_another_tile_are_not_scaled()
    {
        var (single, batch) = (Compile(OneLayer(1), 75), Compile(OneLayer(16), 75));
        using var sampler = new LaunchSampler(75, 1);
        var main = sampler.Profile(single).Single(launch => launch.Products > 0);
        var fault = Assert.Throws<InvalidOperationException>(() => LaunchSampler.Scale(main, batch.Launches[main.Index], batch));
        Assert.Contains("convolution_128x64", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Of one kernel and one number of blocks a sample, but cut otherwise.</summary>
    [Theory]
    [InlineData("other", 4, 64, 0)]
    [InlineData("one", 1, 64, 0)]
    [InlineData("one", 4, 32, 0)]
    [InlineData("one", 4, 64, 16)]
    public void Blocks_are_the_same_where_all_but_the_grid_is(string kernel, int blocks, int threads, int shared)
    {
        var single = new KernelLaunch("one", new Extent(3), new Extent(64));
        Assert.True(LaunchSampler.IsCutAlike(single, single with { Grid = new Extent(3, 4) }, 4));
        Assert.False(LaunchSampler.IsCutAlike(single, new KernelLaunch(kernel, new Extent(3, blocks), new Extent(threads), shared), 4));
    }

    /// <summary>A layer that has a small tile for one sample and a large one for a batch.</summary>
    private static OpCase OneLayer(int batch) => ConvolutionCases.Form("3x3 StyleGAN2 conv1").Case(new Size(batch, 32, 64, 64), 128);

    private static double Instructions(OpCase op, int architecture, int samples)
    {
        using var sampler = new LaunchSampler(architecture, samples);
        var launches = sampler.Profile(Compile(op, architecture));
        Assert.Single(launches, launch => launch.Products > 0);
        return launches.Sum(launch => launch.Costs.Instructions * launch.Blocks);
    }

    private static CudaCompilation Compile(OpCase op, int architecture, Precision precision = Precision.Float32)
    {
        var compilation = new CudaCompilation(op.Build().Plan, precision) { Architecture = architecture };
        compilation.Run();
        return compilation;
    }
}
