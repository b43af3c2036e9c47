using StyleGanIlgpu.Layers;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Reference.Golden;

/// <summary>All nine activations, and what the library takes for slope and gain where nothing is said.</summary>
public class BiasActGoldenTests
{
    public static TheoryData<int> Cases => GoldenOpCase.Indices("bias_act");

    [Fact]
    public void All_cases_are_there() => Assert.Equal(36, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_agrees(int index)
    {
        var golden = GoldenOpCase.Open("bias_act", index);
        var x = golden.Tensor("x");
        var defaults = Activations.Find("golden", golden.Arguments.GetProperty("act").GetString()!);
        Assert.Equal(golden.Double("def_gain"), defaults.Gain);
        if (golden.Double("def_alpha") != 0)
            Assert.Equal(golden.Double("def_alpha"), defaults.Alpha);
        var y = ReferenceEpilogue.Apply(
            WithChannelsAt(golden.Int("dim"), x),
            golden.Optional("b")?.Doubles,
            defaults.Activation,
            golden.OptionalDouble("alpha") ?? defaults.Alpha,
            golden.OptionalDouble("gain") ?? defaults.Gain,
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
