namespace StyleGanIlgpu.Numerics;

/// <summary>Two-dimensional filters made of the same taps both ways.</summary>
internal static class SquareFilter
{
    /// <summary>The outer product of the taps with themselves, at unit sum: [n, n] in row-major order.</summary>
    /// <param name="taps">[n], their sum other than 0.</param>
    public static float[] Of(params double[] taps)
    {
        var sum = taps.Sum();
        return [.. from y in taps from x in taps select (float)(y * x / (sum * sum))];
    }
}
