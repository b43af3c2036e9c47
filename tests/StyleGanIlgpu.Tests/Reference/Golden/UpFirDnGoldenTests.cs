using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Reference;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Reference.Golden;

public class UpFirDnGoldenTests
{
    public static TheoryData<int> Cases => GoldenOpCase.Indices("upfirdn2d");

    [Fact]
    public void All_cases_are_there() => Assert.Equal(40, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reference_agrees(int index)
    {
        var golden = GoldenOpCase.Open("upfirdn2d", index);
        var (x, filter) = (golden.Tensor("x"), golden.Filter("f"));
        golden.AssertOutput(golden.Arguments.TryGetProperty("function", out var function)
            ? Named(function.GetString()!, x, filter)
            : ReferenceUpFirDn.Apply(
                x,
                filter,
                golden.Arguments.GetProperty("up")[0].GetInt32(),
                golden.Arguments.GetProperty("up")[1].GetInt32(),
                golden.Arguments.GetProperty("down")[0].GetInt32(),
                golden.Arguments.GetProperty("down")[1].GetInt32(),
                golden.Padding("padding"),
                golden.Double("gain"),
                golden.Bool("flip_filter")));
    }

    /// <summary>The three common forms, with margins that keep the picture in its place.</summary>
    private static Nchw Named(string function, Nchw x, FirFilter filter)
    {
        Assert.Equal(filter.Width, filter.Height);
        var taps = filter.Width;
        return function switch
        {
            "upsample2d" => ReferenceUpFirDn.Apply(x, filter, 2, 2, 1, 1, Both((taps + 1) / 2, (taps - 2) / 2), gain: 4),
            "downsample2d" => ReferenceUpFirDn.Apply(x, filter, 1, 1, 2, 2, Both((taps - 1) / 2, (taps - 2) / 2)),
            "filter2d" => ReferenceUpFirDn.Apply(x, filter, 1, 1, 1, 1, Both(taps / 2, (taps - 1) / 2)),
            _ => throw new NotSupportedException(function),
        };
    }

    private static Padding Both(int before, int after) => new(before, after, before, after);
}
