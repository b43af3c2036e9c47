using StyleGanIlgpu.Backends.Cpu.Normalization;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary>
/// <see cref="StyledInstanceNorm"/> in two phases over the same chunks of pixels: the moments of every chunk, then the maps. What comes before
/// the normalisation is computed in both, which costs less than storing it: the maps are read twice and written once.
/// </summary>
internal sealed class StyledInstanceNormPhases : IVectorPhases
{
    private readonly StyledInstanceNorm op;
    private readonly BentMaps maps;
    private readonly long moments;

    private StyledInstanceNormPhases(StyledInstanceNorm op, CpuCompilation c)
    {
        this.op = op;
        maps = new BentMaps(op, c);
        moments = c.Temporary(maps.Chunks.MomentBytes);
    }

    public static void Compile(StyledInstanceNorm op, CpuCompilation c) => c.Emit(new StyledInstanceNormPhases(op, c));

    public void Emit<TSimd, TVec>(CpuCompilation compilation)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        compilation.Emit(new ChannelMomentsPhase<TSimd, TVec>(maps, moments));
        compilation.Emit(new StyledScalePhase<TSimd, TVec>(op, maps, moments, compilation));
    }
}
