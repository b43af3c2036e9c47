using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Maps to planes [N, C, H, W], as callers have them.
/// Tile: one quad of channels of one pixel a thread, neighbouring threads neighbouring pixels: of a picture, which has one quad a pixel, both
/// sides move in whole sectors.
/// Ladder: one version. By the emulator 1.00 times the least bytes of a picture, and 1.5 of maps of more quads, whose sectors are read once for each of their two quads;
/// 16 registers.
/// </summary>
internal static class PlanesKernel<TInput>
    where TInput : struct, IMapStorage
{
    public static void Run(PlanesArguments a)
    {
        var pixel = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (pixel < a.Pixels)
        {
            var channel = Grid.IdxY * Float4.Length;
            var quad = TInput.Load(a.Input, (((Grid.IdxZ * a.Pixels) + pixel) * a.Quads) + Grid.IdxY);
            var first = (((Grid.IdxZ * a.Channels) + channel) * a.Pixels) + pixel;
            a.Output[first] = quad.X;
            if (channel + 1 < a.Channels)
                a.Output[first + a.Pixels] = quad.Y;
            if (channel + 2 < a.Channels)
                a.Output[first + (2 * a.Pixels)] = quad.Z;
            if (channel + 3 < a.Channels)
                a.Output[first + (3 * a.Pixels)] = quad.W;
        }
    }
}
