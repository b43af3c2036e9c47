using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Reference.Golden;

public class ConvolutionGoldenTests
{
    public static TheoryData<int> Cases => GoldenOpCase.Indices("conv2d_resample");

    [Fact]
    public void All_cases_are_there() => Assert.Equal(26, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_agrees(int index)
    {
        var golden = GoldenOpCase.Open("conv2d_resample", index);
        var (x, weight, groups) = (golden.Tensor("x"), golden.Tensor("w"), golden.Int("groups"));
        var output = golden.Tensor("y");
        var y = new Nchw(output.Batch, output.Channels, output.Height, output.Width);
        for (var group = 0; group < groups; group++)
        {
            var part = ReferenceConvolution.Resample(
                Channels(x, group * weight.Channels, weight.Channels),
                OutputChannels(weight, group * weight.Batch / groups, weight.Batch / groups),
                golden.Filter("f"),
                golden.Int("up"),
                golden.Int("down"),
                golden.Padding("padding"),
                golden.Bool("flip_weight"),
                golden.Bool("flip_filter"));
            for (var n = 0; n < y.Batch; n++)
            {
                for (var o = 0; o < part.Channels; o++)
                {
                    for (var row = 0; row < y.Height; row++)
                        part.Row(n, o, row).CopyTo(y.Row(n, (group * part.Channels) + o, row));
                }
            }
        }
        golden.AssertOutput(y);
    }

    private static Nchw Channels(Nchw x, int first, int count)
    {
        var part = new Nchw(x.Batch, count, x.Height, x.Width);
        for (var n = 0; n < x.Batch; n++)
        {
            for (var c = 0; c < count; c++)
            {
                for (var y = 0; y < x.Height; y++)
                    x.Row(n, first + c, y).CopyTo(part.Row(n, c, y));
            }
        }
        return part;
    }

    private static Nchw OutputChannels(Nchw weight, int first, int count)
    {
        var length = weight.Channels * weight.Height * weight.Width;
        return new Nchw(count, weight.Channels, weight.Height, weight.Width, weight.Values.AsSpan(first * length, count * length).ToArray());
    }
}
