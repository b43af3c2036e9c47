namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The filter of StyleGAN2's up-sampling, [1, 3, 3, 1] both ways at unit sum (arXiv 1912.04958).</summary>
internal static class OfficialFilter
{
    /// <summary>[4, 4] in row-major order; all are exact in float32.</summary>
    public static float[] Taps { get; } = [.. from y in (int[])[1, 3, 3, 1] from x in (int[])[1, 3, 3, 1] select x * y / 64f];
}
