using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.RandomNetworks;
using Xunit.Abstractions;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>
/// Launches of one picture, from latents to bytes. At batch 1 a GPU is bound by them before all else: an op that takes another one must earn it.
/// </summary>
public class LaunchCountTests(ITestOutputHelper output)
{
    // Mapping: normalisation, 8 or 2 layers, truncation; then styles, coefficients and the layers; then bytes.
    [Theory]
    [InlineData("stylegan2-256", 46)]
    [InlineData("stylegan2-1024", 56)]
    [InlineData("stylegan3-t-256", 39)]
    [InlineData("stylegan3-r-256", 39)]
    public void A_picture_takes_no_more_than_its_layers_do(string name, int most)
    {
        var network = GeneratorNetwork.Bind(RandomNetwork.Official[name](0));
        var compilation = new CudaCompilation(new GeneratorPlans(network).Picture(1).Plan);
        compilation.Run();
        foreach (var group in compilation.Launches.GroupBy(launch => launch.Launch.Kernel))
            output.WriteLine($"{group.Count()} {group.Key}");
        // The smallest maps' sums are cut up, and added by a launch of their own: the two are still faster than one that leaves most of a GPU idle.
        var sliced = compilation.Launches.Count(launch => launch.Launch.Kernel == "slice_sum");
        Assert.InRange(sliced, 0, 7);
        // A launch that multiplies a 1x1 convolution's weights by the styles took an eighth off the picture on an H100, pixels being many more.
        var scaled = compilation.Launches.Count(launch => launch.Launch.Kernel == "scaled_weights");
        Assert.InRange(scaled, 0, name.Contains("-r-", StringComparison.Ordinal) ? 14 : 0);
        Assert.InRange(compilation.Launches.Count - sliced - scaled, 1, most);
    }
}
