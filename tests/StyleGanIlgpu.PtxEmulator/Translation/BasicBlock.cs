using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>How a basic block ends.</summary>
internal enum BlockEnd
{
    /// <summary>Goes on to <c>Next</c>.</summary>
    Jump,

    /// <summary>Lanes whose guard holds go to <c>Target</c>, the others to <c>Next</c>.</summary>
    Branch,

    /// <summary>Lanes go to one of <c>Targets</c> by an index.</summary>
    Switch,

    /// <summary>Lanes (those whose guard holds) return.</summary>
    Exit,

    /// <summary>Waits for the block of threads, then goes on to <c>Next</c>.</summary>
    Barrier,
}

/// <summary>Instructions that all active lanes of a warp execute one after the other.</summary>
internal sealed class BasicBlock(int index)
{
    /// <summary>In place of a block: the end of the kernel.</summary>
    public const int End = -1;

    public int Index { get; } = index;

    public List<InstructionStatement> Body { get; } = [];

    public BlockEnd Kind { get; set; } = BlockEnd.Jump;

    /// <summary>The instruction that ends the block; null where it falls through.</summary>
    public InstructionStatement? Last { get; set; }

    public int Next { get; set; } = End;

    public int Target { get; set; } = End;

    public int[] Targets { get; set; } = [];

    /// <summary>Where diverged lanes meet again: the immediate post-dominator.</summary>
    public int Join { get; set; } = End;

    public IEnumerable<int> Successors => Kind switch
    {
        BlockEnd.Branch => [Target, Next],
        BlockEnd.Switch => Targets,
        BlockEnd.Exit when Last?.Guard is null => [End],
        BlockEnd.Exit => [End, Next],
        _ => [Next],
    };
}
