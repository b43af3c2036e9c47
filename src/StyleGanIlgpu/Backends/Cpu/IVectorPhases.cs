namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Makes the phases of an op for any width of vectors.</summary>
internal interface IVectorPhases
{
    void Emit<TSimd, TVec>(CpuCompilation compilation)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged;
}
