using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// + bias, leaky ReLU, gain, clamp: filtered leaky ReLU where nothing is filtered.
/// Tile: one quad of channels a thread; a warp moves 512 bytes in whole sectors, each read and written once.
/// Ladder: one version. 1.12 times the least bytes of 32 channels by the emulator, the bias being what is read again; 16 registers.
/// </summary>
internal static class PointwiseLeakyReluKernel
{
    public static void Run(PointwiseLeakyReluArguments a)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i < a.Quads)
        {
            var x = a.Input[i];
            if (a.Bias.Length > 0)
                x = QuadMath.Add(x, a.Bias[i % a.PixelQuads]);
            x.X = Bend(x.X, a);
            x.Y = Bend(x.Y, a);
            x.Z = Bend(x.Z, a);
            x.W = Bend(x.W, a);
            a.Output[i] = x;
        }
    }

    private static float Bend(float x, PointwiseLeakyReluArguments a) =>
        MathF.Min(MathF.Max(ActivationFunctions.Bent(x, a.Slope) * a.Gain, -a.Limit), a.Limit);
}
