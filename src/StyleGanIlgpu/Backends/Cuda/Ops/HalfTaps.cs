namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Taps rounded to float16 so that their sum stays what it was: what one is off by, the next smaller one makes up for.</summary>
internal static class HalfTaps
{
    public static double[] Of(double[] taps)
    {
        var rounded = new double[taps.Length];
        var missing = 0.0;
        foreach (var i in Enumerable.Range(0, taps.Length).OrderByDescending(i => Math.Abs(taps[i])))
        {
            rounded[i] = (double)(Half)(taps[i] + missing);
            missing += taps[i] - rounded[i];
        }
        return rounded;
    }
}
