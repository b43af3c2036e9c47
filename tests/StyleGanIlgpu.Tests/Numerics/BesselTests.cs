using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Numerics;

public class BesselTests
{
    private static readonly NpzFile Npz = GoldenFolder.Npz("ops/special.npz");

    [Fact]
    public void J1_is_that_of_SciPy()
    {
        var (x, expected) = (Npz["x"].Doubles, Npz["j1"].Doubles);
        for (var i = 0; i < x.Length; i++)
            Assert.True(Math.Abs(Bessel.J1(x[i]) - expected[i]) < 1e-13, $"J1({x[i]:r}) = {Bessel.J1(x[i]):r}, expected {expected[i]:r}");
    }

    [Fact]
    public void I0_is_that_of_NumPy()
    {
        var (x, expected) = (Npz["i0_x"].Doubles, Npz["i0"].Doubles);
        for (var i = 0; i < x.Length; i++)
            Assert.True(Math.Abs(Bessel.I0(x[i]) / expected[i] - 1) < 1e-13, $"I0({x[i]:r}) = {Bessel.I0(x[i]):r}, expected {expected[i]:r}");
    }

    [Fact]
    public void Values_far_out_agree_with_the_asymptotic_series()
    {
        // J1(x) ~ sqrt(2 / (pi x)) (cos(a) - 3 / (8 x) sin(a)), a = x - 3 pi / 4; I0(x) ~ exp(x) / sqrt(2 pi x) (1 + 1 / (8 x) + 9 / (128 x^2)).
        const double X = 650;
        var angle = X - 3 * Math.PI / 4;
        var j1 = Math.Sqrt(2 / (Math.PI * X)) * (Math.Cos(angle) - 3 / (8 * X) * Math.Sin(angle));

        Assert.Equal(j1, Bessel.J1(X), 1e-7);
        Assert.Equal(1, Bessel.I0(X) / (Math.Exp(X) / Math.Sqrt(2 * Math.PI * X) * (1 + 1 / (8 * X) + 9 / (128 * X * X))), 1e-8);
        Assert.Equal(-Bessel.J1(3), Bessel.J1(-3), 1e-15);
    }

    [Theory]
    [InlineData(701)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.NaN)]
    public void What_would_take_too_long_is_refused(double x)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Bessel.J1(x));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bessel.I0(x));
    }
}
