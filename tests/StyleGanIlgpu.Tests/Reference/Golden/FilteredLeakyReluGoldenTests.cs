using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Reference.Golden;

public class FilteredLeakyReluGoldenTests
{
    public static TheoryData<int> Cases => GoldenOpCase.Indices("filtered_lrelu");

    [Fact]
    public void All_cases_are_there() => Assert.Equal(26, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_agrees(int index)
    {
        var golden = GoldenOpCase.Open("filtered_lrelu", index);
        golden.AssertOutput(ReferenceFilteredLeakyRelu.Apply(
            golden.Tensor("x"),
            golden.Filter("fu"),
            golden.Filter("fd"),
            golden.Optional("b")?.Doubles,
            golden.Int("up"),
            golden.Int("down"),
            golden.Padding("padding"),
            golden.Double("gain"),
            golden.Double("slope"),
            golden.OptionalDouble("clamp"),
            golden.Bool("flip_filter")));
    }
}
