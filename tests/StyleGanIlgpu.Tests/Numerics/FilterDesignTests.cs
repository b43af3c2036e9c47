using System.Text.Json;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Numerics;

public class FilterDesignTests
{
    private static readonly NpzFile Npz = GoldenFolder.Npz("ops/sg3_filters.npz");

    [Fact]
    public void Filters_are_those_of_the_official_design()
    {
        using var cases = JsonDocument.Parse(Npz["cases"].Text);
        var count = 0;
        foreach (var c in cases.RootElement.EnumerateArray())
        {
            var taps = c.GetProperty("numtaps").GetInt32();
            var cutoff = c.GetProperty("cutoff").GetDouble();
            var width = c.GetProperty("width").GetDouble();
            var rate = c.GetProperty("fs").GetDouble();
            var attenuation = FilterDesign.KaiserAttenuation(taps, width / (rate / 2));
            Assert.Equal(c.GetProperty("kaiser_atten").GetDouble(), attenuation, 1e-9);
            Assert.Equal(c.GetProperty("kaiser_beta").GetDouble(), FilterDesign.KaiserBeta(attenuation), 1e-9);

            var filter = c.GetProperty("radial").GetBoolean()
                ? FilterDesign.RadialLowPass(taps, cutoff, width, rate)
                : FilterDesign.LowPass(taps, cutoff, width, rate);
            var name = $"c{c.GetProperty("case").GetInt32()}";
            AssertTaps($"{name}.f64", 1e-12, filter);
            AssertTaps($"{name}.f32", 1e-7, filter);
            count++;
        }
        Assert.Equal(58, count);
    }

    [Fact]
    public void Windows_are_those_of_NumPy()
    {
        Assert.Equal(Npz0("kaiser_12_5_658"), FilterDesign.KaiserWindow(12, 5.658), (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal(Npz0("kaiser_7_0"), FilterDesign.KaiserWindow(7, 0), (a, b) => Math.Abs(a - b) < 1e-13);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(13)]
    public void A_radial_filter_is_symmetric_and_of_unit_sum(int taps)
    {
        var filter = FilterDesign.RadialLowPass(taps, 5, 4, 32);

        Assert.Equal(1, filter.Sum(), 1e-12);
        for (var y = 0; y < taps; y++)
        {
            for (var x = 0; x < taps; x++)
            {
                Assert.Equal(filter[y * taps + x], filter[x * taps + y], 1e-15);
                Assert.Equal(filter[y * taps + x], filter[(taps - 1 - y) * taps + x], 1e-15);
            }
        }
        // The middle tap of an odd filter is a limit: it fits in smoothly between its neighbours.
        if (taps >= 5)
            Assert.Equal(filter.Max(), filter[(taps - 1) / 2 * taps + taps / 2], 1e-15);
    }

    [Fact]
    public void The_middle_of_an_odd_radial_filter_is_the_limit_of_its_surroundings()
    {
        // Twice as many taps at twice the rate sample the same function, up to the scale, at every second tap.
        var coarse = FilterDesign.RadialLowPass(7, 3, 8, 16);
        var fine = FilterDesign.RadialLowPass(13, 3, 8, 32);

        Assert.Equal(coarse[3 * 7 + 3] / coarse[3 * 7 + 4], fine[6 * 13 + 6] / fine[6 * 13 + 8], 1e-9);
    }

    [Fact]
    public void Impossible_designs_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterDesign.LowPass(0, 1, 1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterDesign.LowPass(6, 0, 1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterDesign.LowPass(6, 5, 1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterDesign.RadialLowPass(6, double.NaN, 1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterDesign.RadialLowPass(6, 1, 0, 8));
    }

    private static double[] Npz0(string name) => GoldenFolder.Npz("ops/special.npz")[name].Doubles;

    private static void AssertTaps(string name, double limit, double[] filter)
    {
        var expected = Npz[name].Doubles;
        Assert.Equal(expected.Length, filter.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(filter[i] - expected[i]) <= limit * largest, $"{name}[{i}] = {filter[i]:r}, expected {expected[i]:r}");
    }
}
