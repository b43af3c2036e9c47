using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Reference.Golden;

public class BiasActGoldenTests
{
    private static readonly Dictionary<string, Activation> Activations = new()
    {
        ["linear"] = Activation.Linear,
        ["relu"] = Activation.Relu,
        ["lrelu"] = Activation.LeakyRelu,
        ["tanh"] = Activation.Tanh,
        ["sigmoid"] = Activation.Sigmoid,
        ["elu"] = Activation.Elu,
        ["selu"] = Activation.Selu,
        ["softplus"] = Activation.Softplus,
        ["swish"] = Activation.Swish,
    };

    public static TheoryData<int> Cases => GoldenOpCase.Indices("bias_act");

    [Fact]
    public void All_cases_are_there() => Assert.Equal(36, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_agrees(int index)
    {
        var golden = GoldenOpCase.Open("bias_act", index);
        var x = golden.Tensor("x");
        var y = ReferenceEpilogue.Apply(
            WithChannelsAt(golden.Int("dim"), x),
            golden.Optional("b")?.Doubles,
            Activations[golden.Arguments.GetProperty("act").GetString()!],
            golden.OptionalDouble("alpha") ?? golden.Double("def_alpha"),
            golden.OptionalDouble("gain") ?? golden.Double("def_gain"),
            golden.OptionalDouble("clamp"));
        golden.AssertOutput(new Nchw(x.Batch, x.Channels, x.Height, x.Width, y.Values));
    }

    /// <summary>The same values, with the axis that the bias runs along in the place of the channels.</summary>
    private static Nchw WithChannelsAt(int axis, Nchw x) => axis switch
    {
        1 => x,
        2 => new Nchw(x.Batch * x.Channels, x.Height, x.Width, 1, x.Values),
        _ => throw new NotSupportedException($"Bias along axis {axis}."),
    };
}
