using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Layers;

/// <summary>Doubling by nearest neighbour, as a resampling filter.</summary>
internal static class NearestNeighbour
{
    /// <summary>
    /// [4, 4]: after zero-stuffing, and with the gain of 4, every sample stands four times. Two taps each way are zero: four is what StyleGAN2's
    /// filter has, and so what the engines up-sample by fastest.
    /// </summary>
    public static Parameter Filter { get; } = new("nearest neighbour", [4, 4], SquareFilter.Of(0, 1, 1, 0));
}
