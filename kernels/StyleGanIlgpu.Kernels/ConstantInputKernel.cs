using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// The learned constant, copied to every sample.
/// Tile: one quad of channels a thread; a warp moves 512 bytes in whole sectors.
/// Ladder: one version. 12 registers, no arithmetic; of two samples 1.35 times the least bytes by the emulator, the constant being read once a sample.
/// </summary>
internal static class ConstantInputKernel
{
    public static void Run(ConstantInputArguments a)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i < a.SampleLength)
            StoredMaps.Store(a.Output, a.IsHalf, (Grid.IdxY * a.SampleLength) + i, a.Constant[i]);
    }
}
