using StyleGanIlgpu.Pictures;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Pictures;

public class ByteConversionTests
{
    [Theory]
    [InlineData(ByteRule.StyleGan, "u8_127p5_128")]
    [InlineData(ByteRule.Xl, "u8_plus1_255_2")]
    public void Bytes_are_those_of_the_published_rule(ByteRule rule, string name)
    {
        var npz = GoldenFolder.Npz("numerics/rounding.npz");
        var (x, expected) = (npz["x"].Floats, npz[name].Bytes);

        for (var i = 0; i < x.Length; i++)
            Assert.True(ByteConversion.ToByte(x[i], rule) == expected[i], $"{x[i]:g9}: {ByteConversion.ToByte(x[i], rule)}, expected {expected[i]}");
    }

    [Theory]
    [InlineData(ByteRule.StyleGan)]
    [InlineData(ByteRule.Xl)]
    public void Infinities_are_clamped_and_NaN_is_black(ByteRule rule)
    {
        Assert.Equal(0, ByteConversion.ToByte(float.NaN, rule));
        Assert.Equal(0, ByteConversion.ToByte(float.NegativeInfinity, rule));
        Assert.Equal(255, ByteConversion.ToByte(float.PositiveInfinity, rule));
    }
}
