using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;
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
        var builder = new PlanBuilder(1);
        var psi = builder.Input("psi", network.NumWs);
        var ws = network.Mapping.Emit(builder, builder.Input("z", network.Config.ZDim), null, psi);
        var image = network.Synthesize(builder, ws, network.TakesTransform ? builder.Input("transform", 9) : null, NoiseMode.Const);
        var pixels = builder.Pixels("pixels", 3, network.ImageHeight, network.ImageWidth);
        builder.Add(new ToRgb8(image, pixels, ByteRule.StyleGan));
        builder.Keep(pixels);
        var compilation = new CudaCompilation(builder.Build());
        compilation.Run();
        foreach (var group in compilation.Launches.GroupBy(launch => launch.Launch.Kernel))
            output.WriteLine($"{group.Count()} {group.Key}");
        Assert.InRange(compilation.Launches.Count, 1, most);
    }
}
