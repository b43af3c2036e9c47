using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Tests.Networks;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Models;

/// <summary>Which maps of a network may be kept in float16, and which of them its own GPU code keeps so.</summary>
public class HalfUseTests
{
    /// <summary>num_fp16_res is 4 at 64 x 64: float16 from 8 x 8 on, and what goes into b8 is cast.</summary>
    [Theory]
    [InlineData("sg2_fp16_64", "const", HalfUse.ByName)]
    [InlineData("sg2_fp16_64", "b4.conv1", HalfUse.Official)]
    [InlineData("sg2_fp16_64", "b4.img", HalfUse.Never)]
    [InlineData("sg2_fp16_64", "b8.conv0", HalfUse.Official)]
    [InlineData("sg2_fp16_64", "b64.conv1", HalfUse.Official)]
    [InlineData("sg2_fp16_64", "b64.upsampled", HalfUse.Never)]
    [InlineData("sg2_fp16_64", "b64.img", HalfUse.Never)]
    [InlineData("sg2_skip64", "b8.conv0", HalfUse.ByName)]
    [InlineData("sg2_skip64", "b64.conv1", HalfUse.ByName)]
    [InlineData("sg2_ada_cond32", "b32.skip", HalfUse.ByName)]
    [InlineData("sg3_t64", "input.features", HalfUse.ByName)]
    public void Maps_are_marked(string network, string tensor, object half) => Assert.Equal((HalfUse)half, Plan(network)[Plan(network).Find(tensor)].Half);

    /// <summary>The checkpoint says so layer by layer; a layer's output is cast when the next one wants float16.</summary>
    [Theory]
    [InlineData("sg3_t64")]
    [InlineData("sg3_r64")]
    public void Layers_of_StyleGAN3_are_marked_as_the_checkpoint_says(string network)
    {
        using var stored = CheckpointReader.Open(GoldenFolder.PathOf($"{network}.pkl"), null);
        var config = (StyleGan3Config)stored.Config;
        StyleGan3LayerConfig[] layers = [.. config.Layers.Select((layer, i) => layer with { UseFp16 = i >= 3 })];
        using var mixed = new Checkpoint("test", stored.Format, config with { Layers = layers }, stored.Parameters, stored.Metadata);
        var plan = Plan(GeneratorNetwork.Bind(mixed));
        Assert.Equal(HalfUse.ByName, plan[plan.Find("input")].Half);
        for (var i = 0; i < layers.Length - 1; i++)
        {
            Assert.Equal(i >= 3 ? HalfUse.Official : HalfUse.ByName, plan[plan.Find($"{layers[i].Name}.conv")].Half);
            Assert.Equal(i >= 2 ? HalfUse.Official : HalfUse.ByName, plan[plan.Find(layers[i].Name)].Half);
        }
        Assert.Equal(HalfUse.Never, plan[plan.Find(layers[^1].Name)].Half);
    }

    [Theory]
    [InlineData("sg2_ada_cond32")]
    [InlineData("sg2_fp16_64")]
    [InlineData("sg3_t64")]
    public void Rows_and_inputs_are_never_in_float16(string network) => Assert.All(
        Plan(network).Tensors.Where(tensor => tensor.Kind != TensorKind.Maps || tensor.IsInput),
        tensor => Assert.Equal(HalfUse.Never, tensor.Half));

    private static Plan Plan(string network) => Plan(GoldenNetwork.Open(network).Network);

    private static Plan Plan(GeneratorNetwork bound)
    {
        var plan = new PlanBuilder(1);
        var ws = plan.Input("ws", bound.NumWs * bound.Config.WDim);
        TensorId? transform = bound.TakesTransform ? plan.Input("transform", 9) : null;
        plan.Keep(bound.Synthesize(plan, ws, transform, NoiseMode.Const));
        return plan.Build();
    }
}
