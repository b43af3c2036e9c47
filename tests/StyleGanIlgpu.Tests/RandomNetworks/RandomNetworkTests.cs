using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.RandomNetworks;

public class RandomNetworkTests
{
    public static TheoryData<string> Small => [.. SmallNetworks.Keys];

    private static readonly Dictionary<string, Func<Checkpoint>> SmallNetworks = new()
    {
        ["StyleGAN1"] = () => RandomNetwork.StyleGan1(SmallShapes.One),
        ["StyleGAN1, conditional, oblong, growing"] = () => RandomNetwork.StyleGan1(SmallShapes.One with { CDim = 3, Constant = (3, 5), Lod = 0.75, ImgChannels = 1 }),
        ["StyleGAN1, no noise"] = () => RandomNetwork.StyleGan1(SmallShapes.One with { UseNoise = false }),
        ["skip"] = () => RandomNetwork.StyleGan2(SmallShapes.Two),
        ["resnet, conditional"] = () => RandomNetwork.StyleGan2(SmallShapes.Two with { Architecture = "resnet", CDim = 3 }),
        ["orig, oblong, one channel"] = () => RandomNetwork.StyleGan2(SmallShapes.Two with { Architecture = "orig", Constant = (3, 5), ImgChannels = 1 }),
        ["no noise, tanh, no mapping"] = () => RandomNetwork.StyleGan2(
            SmallShapes.Two with { UseNoise = false, Activation = "tanh", MappingLayers = 0, ZDim = 24, ConvClamp = null }),
        ["T"] = () => RandomNetwork.StyleGan3(SmallShapes.Three),
        ["T, conditional, eight mapping layers"] = () => RandomNetwork.StyleGan3(SmallShapes.Three with { CDim = 4, MappingLayers = 8 }),
        ["R"] = () => RandomNetwork.StyleGan3(SmallShapes.Three with { ConvKernel = 1, UseRadialFilters = true, ImgChannels = 1 }),
    };

    [Theory]
    [MemberData(nameof(Small))]
    public void A_small_network_makes_a_picture_of_reasonable_range(string name)
    {
        using var checkpoint = SmallNetworks[name]();

        var image = Synthesize(GeneratorNetwork.Bind(checkpoint));

        var mean = image.Average(value => (double)value);
        var deviation = Math.Sqrt(image.Average(value => (value - mean) * (value - mean)));
        Assert.True(deviation is > 0.05 and < 1, $"deviation {deviation:f3}");
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Every_value_is_finite_and_every_tensor_alive(string name)
    {
        using var checkpoint = SmallNetworks[name]();

        Assert.All(checkpoint.Parameters.All, parameter =>
        {
            Assert.All(parameter.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
            Assert.Contains(parameter.Values.ToArray(), value => value is not 0 and not 1);
        });
    }

    [Fact]
    public void Equal_seeds_give_equal_tensors_and_others_give_others()
    {
        using var one = RandomNetwork.StyleGan2(SmallShapes.Two, 1);
        using var again = RandomNetwork.StyleGan2(SmallShapes.Two, 1);
        using var two = RandomNetwork.StyleGan2(SmallShapes.Two, 2);

        const string Name = "synthesis.b16.conv0.weight";
        Comparison.AssertSameBits(Name, again.Parameters.Require(Name, 12, 13, 3, 3).Span, one.Parameters.Require(Name, 12, 13, 3, 3).Span);
        Assert.NotEqual(one.Parameters.Require(Name, 12, 13, 3, 3).Values.ToArray(), two.Parameters.Require(Name, 12, 13, 3, 3).Values.ToArray());
    }

    /// <summary>Millions of parameters as arXiv 2106.12423, figure 5, gives them for the 256 networks; 1024 as its authors' program prints.</summary>
    [Theory]
    [InlineData("stylegan2-1024", 18, 1024, 30.370060)]
    [InlineData("stylegan2-256", 14, 256, 24.8)]
    [InlineData("stylegan3-t-256", 16, 256, 23.3)]
    [InlineData("stylegan3-r-256", 16, 256, 15.8)]
    public void Official_shapes_bind_and_have_the_published_number_of_parameters(string name, int numWs, int size, double millions)
    {
        using var checkpoint = RandomNetwork.Official[name](0);

        var info = ModelDescription.Describe(checkpoint, GeneratorNetwork.Bind(checkpoint));

        Assert.Equal(numWs, info.NumWs);
        Assert.Equal((size, size), (info.ImageWidth, info.ImageHeight));
        Assert.Equal(millions, info.ParameterCount / 1e6, 0.05);
    }

    private static float[] Synthesize(GeneratorNetwork network)
    {
        var builder = new PlanBuilder(1);
        var z = builder.Input("z", network.Config.ZDim);
        TensorId? label = network.Config.CDim > 0 ? builder.Input("c", network.Config.CDim) : null;
        var psi = builder.Input("psi", network.NumWs);
        TensorId? transform = network.TakesTransform ? builder.Input("transform", 9) : null;
        var image = network.Synthesize(builder, network.Mapping.Emit(builder, z, label, psi), transform, NoiseMode.Const);
        builder.Keep(image);
        var plan = builder.Build();
        using var engine = new ReferenceEngine();
        using var session = engine.Compile(plan).CreateSession();
        session.Write(z, StyleGanIlgpu.Latents.Latent.FromSeed(0, network.Config.ZDim));
        if (label is { } c)
            session.Write(c, [1, .. new float[network.Config.CDim - 1]]);
        session.Write(psi, Enumerable.Repeat(1f, network.NumWs).ToArray());
        if (transform is { } matrix)
            session.Write(matrix, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        session.Run(0, default);
        var values = new float[plan[image].Shape.Length];
        session.Read(image, values);
        return values;
    }
}
