using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>A load, store or atomic instruction of a kernel.</summary>
internal sealed record AccessSite(int Index, InstructionStatement Instruction, MemorySpace Space, bool IsStore, bool IsAtomic)
{
    /// <summary>1, 2 or 4 registers.</summary>
    public int Count { get; init; } = 1;

    public int ElementBytes { get; init; }

    public int RegisterBytes { get; init; }

    public bool SignExtends { get; init; }

    public long Offset { get; init; }

    /// <summary><c>.nc</c>: what nobody changes during the launch.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary><c>ldmatrix.trans</c>.</summary>
    public bool IsTransposed { get; init; }

    public int Bytes => Count * ElementBytes;

    public PtxPlace Place => new(Instruction.Line, Instruction.ToString());
}
