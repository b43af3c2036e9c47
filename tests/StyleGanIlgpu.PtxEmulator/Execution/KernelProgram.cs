using System.Reflection.Emit;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>A block's instructions as compiled code.</summary>
internal unsafe delegate void BlockCode(Warp warp, byte* frame);

/// <summary>A block with its code for all lanes active and for some.</summary>
internal sealed record CompiledBlock(BasicBlock Block, DynamicMethod FullMethod, DynamicMethod MaskedMethod, int GuardOffset, int IndexOffset)
{
    private volatile BlockCode? _full, _masked;

    /// <summary>Machine code is made when it is first needed: most blocks never run for some lanes only.</summary>
    public BlockCode Full => _full ?? (_full = FullMethod.CreateDelegate<BlockCode>());

    public BlockCode Masked => _masked ?? (_masked = MaskedMethod.CreateDelegate<BlockCode>());

    /// <summary>Instructions by class.</summary>
    public required int[] Classes { get; init; }

    /// <summary>Products of matrices by number of their shape.</summary>
    public required int[] Products { get; init; }

    /// <summary>For <c>bar.red</c>: where its result goes and where its operand lies; -1 without.</summary>
    public int ReductionResult { get; init; } = -1;

    public int ReductionSource { get; init; } = -1;

    public bool ReductionNegates { get; init; }

    public int BarrierId { get; init; }
}

/// <summary>A kernel translated for execution.</summary>
internal sealed class KernelProgram
{
    public required string Name { get; init; }
    public required CompiledBlock[] Blocks { get; init; }
    public required AccessSite[] Sites { get; init; }

    /// <summary>Of each site its number among <see cref="Places"/>; -1 where no fault of a warp names it.</summary>
    public required int[] SitePlaces { get; init; }

    /// <summary>Operations of the atomics, by number.</summary>
    public required Func<ulong, ulong, ulong, ulong>[] Atomics { get; init; }

    /// <summary>Instructions that faults of warps name, by number.</summary>
    public required PtxPlace[] Places { get; init; }

    /// <summary>Literals spread over 32 lanes; kept as long as the code that refers to them.</summary>
    public required ConstantPool Constants { get; init; }

    public required int FrameBytes { get; init; }
    public required int LocalBytes { get; init; }
    public required int StaticSharedBytes { get; init; }

    /// <summary>Where dynamic shared memory begins, behind the static.</summary>
    public required int DynamicSharedOffset { get; init; }

    /// <summary>Where the emulator has it begin.</summary>
    public required int DynamicSharedStart { get; init; }

    /// <summary>The static arrays of shared memory, with gaps between them.</summary>
    public required IReadOnlyList<SharedPart> SharedParts { get; init; }

    /// <summary>The finest access to shared and to global memory, 4 or 1 bytes: that of race checks.</summary>
    public required int SharedGranule { get; init; }

    public required int GlobalGranule { get; init; }

    /// <summary>Results of atomics may depend on the order of blocks, which one thread fixes.</summary>
    public required bool HasGlobalAtomics { get; init; }

    public required bool HasSharedAtomics { get; init; }
}
