using CsCheck;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Tests.Golden;

namespace StyleGanIlgpu.Tests.Numerics;

public class PhiloxNoiseTests
{
    [Fact]
    public void Any_stretch_of_any_row_is_the_definition_to_rounding()
    {
        (from seed in Gen.ULong
         from layer in Gen.Int[0, 40]
         from y in Gen.Int[0, 2000]
         from x0 in Gen.Int[0, 2000]
         from length in Gen.Int[0, 70]
         select (seed, layer, y, x0, length)).Sample(c =>
        {
            var row = new float[c.length];
            PhiloxNoise.Fill(row, c.seed, c.layer, c.y, c.x0);
            for (var i = 0; i < row.Length; i++)
            {
                var expected = Definition(c.seed, c.layer, c.y, c.x0 + i);
                Assert.True(Math.Abs(row[i] - expected) < 1e-6, $"x {c.x0 + i}: {row[i]:r}, expected {expected:r}");
            }
        });
    }

    [Fact]
    public void The_bits_are_those_of_fused_scalar_arithmetic()
    {
        // What a GPU thread computes for its pixel: the same operations, one at a time.
        var row = new float[4096];
        PhiloxNoise.Fill(row, 0x0123456789abcdef, 7, 3, 0);
        var scalar = new float[row.Length];
        for (var x = 0; x < scalar.Length; x++)
            scalar[x] = Scalar(0x0123456789abcdef, 7, 3, x);

        Comparison.AssertSameBits("noise", row, scalar);
    }

    [Fact]
    public void Values_have_the_moments_and_tails_of_a_normal_distribution()
    {
        const int Count = 1 << 20;
        var noise = new float[Count];
        for (var y = 0; y < 1024; y++)
            PhiloxNoise.Fill(noise.AsSpan(y * 1024, 1024), 85, 4, y, 0);

        double[] moments = new double[5];
        var beyondTwo = 0;
        foreach (double value in noise)
        {
            for (var k = 1; k <= 4; k++)
                moments[k] += Math.Pow(value, k) / Count;
            beyondTwo += Math.Abs(value) > 2 ? 1 : 0;
        }

        // Five standard errors of each estimate; the seed is fixed, so the verdict is too.
        var error = 5 / Math.Sqrt(Count);
        Assert.InRange(moments[1], -error, error);
        Assert.InRange(moments[2], 1 - error * Math.Sqrt(2), 1 + error * Math.Sqrt(2));
        Assert.InRange(moments[3], -error * Math.Sqrt(15), error * Math.Sqrt(15));
        Assert.InRange(moments[4], 3 - error * Math.Sqrt(96), 3 + error * Math.Sqrt(96));
        Assert.InRange(beyondTwo / (double)Count, 0.0455 - error * 0.21, 0.0455 + error * 0.21);
        Assert.All(noise, value => Assert.True(Math.Abs(value) < 5.78f));
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("high word of the seed")]
    [InlineData("layer")]
    [InlineData("row")]
    [InlineData("column")]
    public void Neighbours_are_uncorrelated(string what)
    {
        const int Count = 1 << 16;
        var here = new float[Count];
        var there = new float[Count];
        PhiloxNoise.Fill(here, 1, 1, 1, 0);
        _ = what switch
        {
            "seed" => Filled(there, 2, 1, 1, 0),
            "high word of the seed" => Filled(there, 1UL << 32 | 1, 1, 1, 0),
            "layer" => Filled(there, 1, 2, 1, 0),
            "row" => Filled(there, 1, 1, 2, 0),
            _ => Filled(there, 1, 1, 1, 1),
        };

        double product = 0, squares = 0;
        for (var i = 0; i < Count; i++)
        {
            product += here[i] * there[i] / (double)Count;
            squares += (here[i] * here[i] - 1) * (there[i] * there[i] - 1) / 2.0 / Count;
        }

        var error = 5 / Math.Sqrt(Count);
        Assert.InRange(product, -error, error);
        Assert.InRange(squares, -error, error);
    }

    [Fact]
    public void A_negative_column_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PhiloxNoise.Fill(new float[1], 0, 0, 0, -1));

    private static bool Filled(float[] row, ulong seed, int layer, int y, int x0)
    {
        PhiloxNoise.Fill(row, seed, layer, y, x0);
        return true;
    }

    private static (uint A, uint B) Words(ulong seed, int layer, int y, int x)
    {
        uint r0 = (uint)x / 4, r1 = (uint)y, r2 = (uint)layer, r3 = 0;
        Philox4x32.Apply(ref r0, ref r1, ref r2, ref r3, (uint)seed, (uint)(seed >> 32));
        return x % 4 < 2 ? (r0, r1) : (r2, r3);
    }

    /// <summary>Box-Muller with the library's own logarithm, sine and cosine in double precision.</summary>
    private static double Definition(ulong seed, int layer, int y, int x)
    {
        var (a, b) = Words(seed, layer, y, x);
        var radius = Math.Sqrt(-2 * Math.Log(((a >> 8) + 1) / 16777216.0));
        // A quarter turn around pi / 4, so that both coordinates are positive; the signs choose the quadrant.
        var angle = Math.PI / 4 - ((int)b >> 8) / 16777216.0 * Math.PI / 2;
        return x % 2 == 0
            ? radius * Math.Cos(angle) * ((a & 1) == 0 ? 1 : -1)
            : radius * Math.Sin(angle) * ((a & 2) == 0 ? 1 : -1);
    }

    private static float Scalar(ulong seed, int layer, int y, int x)
    {
        var (a, b) = Words(seed, layer, y, x);
        var bits = BitConverter.SingleToInt32Bits((a >> 8) + 1);
        var e = (bits - 0x3f3504f3) >> 23;
        var m = BitConverter.Int32BitsToSingle(bits - (e << 23)) - 1;
        float[] logarithm =
            [1, -0.49999997f, 0.333341926f, -0.25001353f, 0.199559331f, -0.165779933f, 0.149774015f, -0.142692581f, 0.0853331313f];
        var radius = MathF.Sqrt(MathF.FusedMultiplyAdd(-Horner(logarithm, m), m, (24 - e) * 0.693147182f));
        var t = ((int)b >> 8) * (1f / 16777216);
        var sine = Horner([1.57079637f, -0.64596349f, 0.0796802193f, -0.00460214913f], t * t);
        var cosine = Horner([1, -1.23369706f, 0.253598571f, -0.0204081591f], t * t);
        return x % 2 == 0
            ? radius * MathF.FusedMultiplyAdd(t, sine, cosine) * ((a & 1) == 0 ? 1 : -1)
            : radius * MathF.FusedMultiplyAdd(-t, sine, cosine) * ((a & 2) == 0 ? 1 : -1);
    }

    private static float Horner(float[] coefficients, float x)
    {
        var sum = coefficients[^1];
        foreach (var coefficient in coefficients.Reverse().Skip(1))
            sum = MathF.FusedMultiplyAdd(sum, x, coefficient);
        return sum;
    }
}
