namespace StyleGanIlgpu.Tests.Golden;

public class GoldenReadingTests
{
    [Fact]
    public void Arrays_of_every_type_are_read()
    {
        var npz = GoldenFolder.Npz("sg2_ada_cond32.npz");

        Assert.Equal([2, 64], npz["z"].Shape);
        Assert.Equal(npz["z"].Floats, npz["z_f32"].Floats);
        Assert.Equal([0L, 1, 85], npz["seeds"].Integers);
        Assert.Equal(0.7, npz["seed_psi"].Scalar);
        Assert.Equal(3 * 32 * 32 * 3, npz["seed_u8"].Bytes.Length);
        Assert.Equal("b4.conv1", npz["layer_names"].Texts[0]);
        Assert.Equal("b16.conv0", npz["layer_names"].Texts[7]);
        Assert.StartsWith("{\"z_dim\": 64", npz["meta"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_stored_column_by_column_are_turned()
    {
        // y is linear in the weight, so weight times gradient sums up to y times gy, output channel by output channel.
        var npz = GoldenFolder.Npz("ops/conv2d_resample.npz");
        var (weight, gradient, y, gy) = (npz["c3.w"], npz["c3.d_w"], npz["c3.y"], npz["c3.gy"]);
        var (w, d) = (weight.Doubles, gradient.Doubles);
        var plane = y.Shape[2] * y.Shape[3];
        for (var o = 0; o < y.Shape[1]; o++)
        {
            var fromOutput = Enumerable.Range(0, y.Length).Where(i => i / plane % y.Shape[1] == o).Sum(i => y.Doubles[i] * gy.Doubles[i]);
            var fromWeight = Enumerable.Range(0, weight.Shape[1]).Sum(i => w[(o * weight.Shape[1]) + i] * d[(o * weight.Shape[1]) + i]);
            Assert.Equal(fromOutput, fromWeight, 1e-9 * Math.Abs(fromOutput));
        }
    }

    [Fact]
    public void Wrong_types_and_names_are_refused()
    {
        var npz = GoldenFolder.Npz("sg2_ada_cond32.npz");

        Assert.Throws<KeyNotFoundException>(() => npz["nothing"]);
        Assert.Throws<InvalidDataException>(() => npz["z"].Integers);
        Assert.Throws<InvalidDataException>(() => npz["z"].Texts);
        Assert.Throws<FileNotFoundException>(() => GoldenFolder.PathOf("nothing.npz"));
    }

    [Fact]
    public void Comparison_finds_differences_and_NaN()
    {
        double[] expected = [3, 4];

        Assert.Equal(0.2, Comparison.Of<double, double>([3, 5], expected).RelativeRmse, 12);
        Assert.Equal(1, Comparison.Of<double, double>([3, 5], expected).MaxAbs);
        Comparison.AssertWithin<double, double>("same", 0, [3, 4], expected);
        Assert.ThrowsAny<Exception>(() => Comparison.AssertWithin<double, double>("far", 0.1, [3, 5], [3, 4]));
        Assert.ThrowsAny<Exception>(() => Comparison.AssertWithin<double, double>("NaN", 1e9, [3, double.NaN], [3, 4]));
        Assert.ThrowsAny<Exception>(() => Comparison.AssertWithin<double, double>("zeros", 1e9, [1e-30], [0]));
        Assert.ThrowsAny<Exception>(() => Comparison.AssertSameBits("signed zero", [0f], [-0f]));
    }
}
