using System.Text;

namespace StyleGanIlgpu.PtxEmulator;

/// <summary>What a kernel did wrong.</summary>
public enum PtxFaultKind
{
    OutOfBounds,
    UseAfterFree,
    Misaligned,
    UninitialisedShared,
    UninitialisedGlobal,
    UninitialisedLocal,
    SharedRace,
    GlobalRace,

    /// <summary>Shared memory touched, or a thread gone, while <c>cp.async</c> was on its way there and its thread hadn't waited.</summary>
    CopyInFlight,

    /// <summary>Memory read by <c>ld.global.nc</c> that the launch has changed.</summary>
    NotReadOnly,
    DivergentBarrier,
    ExitedBeforeBarrier,
    DivergentUniformBranch,
    InvalidBranchIndex,
    InactiveShuffleLanes,

    /// <summary>Some lanes only of a warp at <c>mma</c> or <c>ldmatrix</c>, which all 32 execute together.</summary>
    DivergentWarp,

    /// <summary>An address converted (<c>cvta</c>) from a memory in which it doesn't lie.</summary>
    InvalidAddress,

    /// <summary><c>cp.async</c> that is to read more than it copies.</summary>
    InvalidCopy,
    Endless,
    InvalidLaunch,
}

/// <summary>A place in the text of a kernel.</summary>
public sealed record PtxPlace(int Line, string Text)
{
    public override string ToString() => $"line {Line}: {Text}";
}

/// <summary>A fault of a kernel, with the instruction that did it and, for races, the one it met.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1710", Justification = "A fault is what debuggers of GPUs call it.")]
public sealed class PtxFault : Exception
{
    internal PtxFault(PtxFaultKind kind, string kernel, PtxPlace? place, string detail)
        : base(Describe(kind, kernel, place, null, detail))
    {
        Kind = kind;
        Kernel = kernel;
        Place = place;
    }

    internal PtxFault(
        PtxFaultKind kind, string kernel, PtxPlace? place, PtxPlace? other, Dim3 block, Dim3 thread, ulong address, string? allocation,
        string detail)
        : base(Describe(kind, kernel, place, other, $"{detail} (block {block}, thread {thread})"))
    {
        Kind = kind;
        Kernel = kernel;
        Place = place;
        OtherPlace = other;
        Block = block;
        Thread = thread;
        Address = address;
        Allocation = allocation;
    }

    public PtxFaultKind Kind { get; }

    public string Kernel { get; }

    /// <summary>The instruction at fault; null where no single one is.</summary>
    public PtxPlace? Place { get; }

    /// <summary>The earlier access of a race.</summary>
    public PtxPlace? OtherPlace { get; }

    public Dim3 Block { get; }

    public Dim3 Thread { get; }

    /// <summary>The address for faults of memory.</summary>
    public ulong Address { get; }

    /// <summary>The allocation, for faults of global memory that meet one.</summary>
    public string? Allocation { get; }

    private static string Describe(PtxFaultKind kind, string kernel, PtxPlace? place, PtxPlace? other, string detail)
    {
        var text = new StringBuilder($"{kind} in {kernel}: {detail}");
        if (place is not null)
            text.Append($"; {place}");
        if (other is not null)
            text.Append($"; against {other}");
        return text.ToString();
    }
}
