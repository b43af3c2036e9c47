using ILGPU.Runtime.Cuda;

namespace StyleGanIlgpu.Kernels.Ptx;

/// <summary>An architecture that PTX is made for; a newer GPU takes the newest that isn't newer than itself.</summary>
internal sealed record PtxTarget(string Name, CudaArchitecture Architecture, CudaInstructionSet InstructionSet)
{
    /// <summary>75 of sm_75.</summary>
    public int Number => (Architecture.Major * 10) + Architecture.Minor;

    public static IReadOnlyList<PtxTarget> All { get; } =
    [
        new("sm_75", CudaArchitecture.SM_75, CudaInstructionSet.ISA_65),
        new("sm_80", CudaArchitecture.SM_80, CudaInstructionSet.ISA_70),
    ];
}
