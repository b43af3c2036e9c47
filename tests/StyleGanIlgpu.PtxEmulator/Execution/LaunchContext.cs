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
}
