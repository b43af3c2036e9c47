using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Styles brought into [-1, 1], so that maps of float16 times styles stay in float16's range, and the factors that make up for it and for the
/// same done to the weights, in the coefficients that a sum is multiplied by in float32. All layers of a network are one launch.
/// Tile: a group a layer and sample; its threads read the styles twice, side by side, the second time from the cache.
/// Ladder: one version.
/// </summary>
internal static class ScaledStylesKernel
{
    private const int Warps = ScaledStylesArguments.Threads / WarpSums.Lanes;

    public static void Run(ScaledStylesArguments a)
    {
        var largestOfWarps = SharedMemory.Allocate<float>(Warps);
        var layer = Grid.IdxX * ScaledStylesArguments.LayerLength;
        var firstStyle = (Grid.IdxY * a.StyleStride) + a.Layers[layer];
        var styles = a.Layers[layer + 1];
        var largest = 0f;
        for (var i = Group.IdxX; i < styles; i += ScaledStylesArguments.Threads)
            largest = MathF.Max(largest, MathF.Abs(a.Styles[firstStyle + i]));
        for (var distance = WarpSums.Lanes / 2; distance > 0; distance /= 2)
            largest = MathF.Max(largest, Warp.ShuffleXor(largest, distance));
        if ((Group.IdxX & (WarpSums.Lanes - 1)) == 0)
            largestOfWarps[Group.IdxX / WarpSums.Lanes] = largest;
        Group.Barrier();
        for (var warp = 0; warp < Warps; warp++)
            largest = MathF.Max(largest, largestOfWarps[warp]);
        // Styles that are all zero stay so.
        if (largest == 0f)
            largest = 1f;

        for (var i = Group.IdxX; i < styles; i += ScaledStylesArguments.Threads)
            a.ScaledStyles[firstStyle + i] = a.Styles[firstStyle + i] / largest;

        var demodulation = a.Layers[layer + 2];
        var first = a.Layers[layer + 3];
        var count = a.Layers[layer + 4];
        for (var i = Group.IdxX; i < count; i += ScaledStylesArguments.Threads)
        {
            var coefficient = a.Largest[first + i] * largest;
            if (demodulation >= 0)
                coefficient *= a.Demodulation[(Grid.IdxY * a.DemodulationStride) + demodulation + i];
            a.Coefficients[(Grid.IdxY * a.CoefficientStride) + first + i] = coefficient;
        }
    }
}
