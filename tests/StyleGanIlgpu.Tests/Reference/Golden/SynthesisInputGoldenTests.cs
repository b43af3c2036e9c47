using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Reference.Golden;

public class SynthesisInputGoldenTests
{
    public static TheoryData<int> Cases => GoldenOpCase.Indices("synthesis_input");

    [Fact]
    public void All_cases_are_there() => Assert.Equal(8, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_agrees(int index)
    {
        var golden = GoldenOpCase.Open("synthesis_input", index);
        var (w, affine, bias) = (golden.Tensor("w"), golden.Tensor("affine_weight"), golden.Tensor("affine_bias").Values);
        var styles = ReferenceFullyConnected.Multiply(w, 0, affine, 1 / Math.Sqrt(w.Channels)).Map((value, o) => value + bias[o]);
        var output = golden.Tensor("y");
        var features = ReferenceFourierFeatures.Apply(
            styles,
            0,
            SameForAll(golden.Tensor("transform"), w.Batch),
            golden.Tensor("freqs"),
            golden.Tensor("phases").Values,
            output.Height,
            output.Width,
            golden.Double("sampling_rate"),
            golden.Double("bandwidth"));
        var weight = golden.Tensor("weight").Map((value, _) => value / Math.Sqrt(features.Channels));
        golden.AssertOutput(ReferenceConvolution.Correlate(features, weight));
    }

    private static Nchw SameForAll(Nchw matrix, int batch) =>
        new(batch, 9, 1, 1, [.. Enumerable.Range(0, batch).SelectMany(_ => matrix.Values)]);
}
