using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Layers;

/// <summary>Doubling by nearest neighbour, as a resampling filter.</summary>
internal static class NearestNeighbour
{
    /// <summary>
    /// [4, 4]: after zero-stuffing, and with the gain of 4, every sample stands four times. Two taps each way are zero: four is what StyleGAN2's
    /// filter has, and so what the engines up-sample by fastest.
    /// </summary>
    public static Parameter Filter { get; } = Make([0, 0.5f, 0.5f, 0]);

    private static Parameter Make(float[] taps) =>
        new("nearest neighbour", [taps.Length, taps.Length], (float[])[.. from y in taps from x in taps select y * x]);
}
