using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// + bias, leaky ReLU, gain, clamp: filtered leaky ReLU where nothing is filtered.
/// Tile: one quad of channels a thread; a warp moves 512 bytes in whole sectors, each read and written once.
/// Ladder: one version. 1.12 times the least bytes of 32 channels by the emulator, the bias being what is read again; 16 registers.
/// </summary>
internal static class PointwiseLeakyReluKernel<TInput>
    where TInput : struct, IMapStorage
{
    public static void Run(PointwiseLeakyReluArguments a)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i < a.Quads)
        {
            var pixel = i / a.PixelQuads;
            var quad = i - (pixel * a.PixelQuads);
            var x = default(Float4);
            if (quad < a.InputQuads)
                x = TInput.Load(a.Input, (pixel * a.InputQuads) + quad);
            if (a.Bias.Length > 0)
                x = QuadMath.Add(x, a.Bias[quad]);
            x.X = Bend(x.X, a);
            x.Y = Bend(x.Y, a);
            x.Z = Bend(x.Z, a);
            x.W = Bend(x.W, a);
            StoredMaps.Store(a.Output, a.IsHalf, i, x);
        }
    }

    private static float Bend(float x, PointwiseLeakyReluArguments a) =>
        MathF.Min(MathF.Max(ActivationFunctions.Bent(x, a.Slope) * a.Gain, -a.Limit), a.Limit);
}
