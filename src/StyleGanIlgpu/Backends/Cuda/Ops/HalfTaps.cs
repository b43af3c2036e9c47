namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Taps rounded to float16.</summary>
internal static class HalfTaps
{
    /// <summary>Scales from 1 to 2 that are tried.</summary>
    private const int Scales = 4096;

    /// <summary>So that their sum stays what it was: what one is off by, the next smaller one makes up for.</summary>
    public static double[] Of(double[] taps)
    {
        double[] rounded = [.. taps];
        SumKeepingRounding.Apply(rounded, taps.Length, tap => (double)(Half)tap);
        return rounded;
    }

    /// <summary>
    /// Few taps, and the factor that makes up for their scale: the one at which all of them happen to lie near numbers of float16. The same twelve
    /// are used again for every row of a sum, so that their errors don't cancel as those of a plane do.
    /// </summary>
    public static (double[] Taps, double Factor) Scaled(double[] taps)
    {
        var best = (Taps: taps, Factor: 1.0);
        var least = double.PositiveInfinity;
        for (var i = 0; i < Scales; i++)
        {
            var scale = 1 + ((double)i / Scales);
            var rounded = Array.ConvertAll(taps, tap => (double)(Half)(tap * scale));
            var square = rounded.Sum(tap => tap * tap);
            var factor = square > 0 ? taps.Zip(rounded, (tap, other) => tap * other).Sum() / square : 1;
            var error = taps.Zip(rounded, (tap, other) => Math.Pow(tap - (factor * other), 2)).Sum();
            if (error < least)
                (best, least) = ((rounded, factor), error);
        }
        return best;
    }
}
