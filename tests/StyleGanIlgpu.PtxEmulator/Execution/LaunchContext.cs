using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>What all workers of a launch share.</summary>
internal sealed unsafe class LaunchContext
{
    public required KernelProgram Program { get; init; }
    public required EmulatorOptions Options { get; init; }
    public required GlobalMemory Memory { get; init; }
    public required Dim3 Grid { get; init; }
    public required Dim3 Block { get; init; }
    public required int DynamicSharedBytes { get; init; }
    public required byte* Parameters { get; init; }

    /// <summary>1 to 127: marks of other numbers are of earlier launches.</summary>
    public required int Number { get; init; }

    public required bool IsParallel { get; init; }

    /// <summary>The blocks to run, by number; all where null.</summary>
    public IReadOnlyList<long>? Sample { get; init; }

    /// <summary>Blocks to run.</summary>
    public long Blocks => Sample?.Count ?? Grid.Count;

    public long BlockNumber(long index) => Sample is null ? index : Sample[(int)index];

    /// <summary>In marks of global memory the block stands from this bit to the launch at 56, and above the stamp, at 24.</summary>
    public int BlockShift => 56 - BlockBits;

    /// <summary>The last stamp of barriers that marks can hold beside the number of the block.</summary>
    public long StampMask => (1L << (32 - BlockBits)) - 1;

    public int BlockBits { get; init; }
}
