using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Layers;

/// <summary>Doubling by nearest neighbour, as a resampling filter.</summary>
internal static class NearestNeighbour
{
    /// <summary>[2, 2] of a quarter each: after zero-stuffing, and with the gain of 4, every sample stands four times.</summary>
    public static Parameter Filter { get; } = new("nearest neighbour", [2, 2], new[] { 0.25f, 0.25f, 0.25f, 0.25f });
}
