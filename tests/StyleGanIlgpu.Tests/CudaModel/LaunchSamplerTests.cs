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
        var scaled = LaunchSampler.Scale(single, Compile(batch, 80));
        Assert.Equal(3 * single.Sum(launch => launch.Blocks), scaled.Sum(launch => launch.Blocks));
        Assert.Equal(3 * single.Sum(launch => launch.Maps.Sum()), scaled.Sum(launch => launch.Maps.Sum()));
    }

    private static double Instructions(OpCase op, int architecture, int samples)
    {
        using var sampler = new LaunchSampler(architecture, samples);
        var launches = sampler.Profile(Compile(op, architecture));
        Assert.Single(launches, launch => launch.Products > 0);
        return launches.Sum(launch => launch.Costs.Instructions * launch.Blocks);
    }

    private static CudaCompilation Compile(OpCase op, int architecture)
    {
        var compilation = new CudaCompilation(op.Build().Plan) { Architecture = architecture };
        compilation.Run();
        return compilation;
    }
}
