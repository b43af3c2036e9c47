using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Ops;

/// <summary>Filters of the kinds that checkpoints hold, and some that none does.</summary>
internal static class TestFilters
{
    /// <summary>StyleGAN2's: the outer product of [1, 3, 3, 1] with itself, summing up to 1.</summary>
    public static Parameter Binomial()
    {
        float[] taps = [1, 3, 3, 1];
        return Computed([4, 4], i => taps[i / 4] * taps[i % 4] / 64);
    }

    /// <summary>StyleGAN1's up-sampling, by the nearest neighbour.</summary>
    public static Parameter Box() => Computed([2, 2], _ => 0.25f);

    /// <summary>StyleGAN1's, after its up-sampling: [1, 2, 1] along both axes, summing up to 1.</summary>
    public static Parameter Blur() => Computed([3], i => i == 1 ? 0.5f : 0.25f);

    /// <summary>StyleGAN3's, a symmetric low-pass along both axes: a Hann-windowed sinc.</summary>
    public static Parameter LowPass(int taps, double cutoff) => Computed([taps], i =>
    {
        var x = i - ((taps - 1) / 2.0);
        var sinc = x == 0 ? cutoff : Math.Sin(Math.PI * cutoff * x) / (Math.PI * x);
        return (float)(sinc * Math.Pow(Math.Cos(Math.PI * x / (taps + 1)), 2));
    });

    /// <summary>Config R's, symmetric in all eight ways: a function of the distance from the middle.</summary>
    public static Parameter Radial(int taps) => Computed([taps, taps], i =>
    {
        var (y, x) = ((i / taps) - ((taps - 1) / 2.0), (i % taps) - ((taps - 1) / 2.0));
        var r = Math.Sqrt((x * x) + (y * y));
        return (float)(Math.Cos(0.9 * r) * Math.Exp(-r * r / 12) / 10);
    });

    /// <summary>A filter without any symmetry: finds one that is applied the wrong way round.</summary>
    public static Parameter Lopsided(OpCaseBuilder b, params int[] shape) => b.Normal(shape);

    private static Parameter Computed(int[] shape, Func<int, float> tap) =>
        new("case.filter", shape, Enumerable.Range(0, shape.Aggregate(1, (product, extent) => product * extent)).Select(tap).ToArray());
}
