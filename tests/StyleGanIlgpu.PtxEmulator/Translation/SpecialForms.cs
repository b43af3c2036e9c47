using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>
/// The instructions beside those of the opcode table: they see other lanes or memory. Loads and stores are
/// <c>{ld, st}[.space][.nc][.v2 | .v4].type</c> for the spaces and types here; atomics are listed with what they compute.
/// </summary>
internal static class SpecialForms
{
    public static readonly IReadOnlyDictionary<string, ShuffleMode> Shuffles = new Dictionary<string, ShuffleMode>
    {
        ["shfl.sync.up.b32"] = ShuffleMode.Up,
        ["shfl.sync.down.b32"] = ShuffleMode.Down,
        ["shfl.sync.bfly.b32"] = ShuffleMode.Butterfly,
        ["shfl.sync.idx.b32"] = ShuffleMode.Index,
    };

    /// <summary>The primitive of a vote and the kind of its result.</summary>
    public static readonly IReadOnlyDictionary<string, (string Primitive, RegisterKind Result)> Votes =
        new Dictionary<string, (string, RegisterKind)>
        {
            ["vote.sync.all.pred"] = (nameof(WarpOperations.VoteAll), RegisterKind.Predicate),
            ["vote.sync.any.pred"] = (nameof(WarpOperations.VoteAny), RegisterKind.Predicate),
            ["vote.sync.uni.pred"] = (nameof(WarpOperations.VoteUniform), RegisterKind.Predicate),
            ["vote.sync.ballot.b32"] = (nameof(WarpOperations.VoteBallot), RegisterKind.Bits32),
        };

    /// <summary>Between generic addresses and those of one memory; the global ones are the same.</summary>
    public static readonly IReadOnlyDictionary<string, MemorySpace> AddressConversions = new Dictionary<string, MemorySpace>
    {
        ["cvta.to.global.u64"] = MemorySpace.Global,
        ["cvta.global.u64"] = MemorySpace.Global,
        ["cvta.to.shared.u64"] = MemorySpace.Shared,
        ["cvta.shared.u64"] = MemorySpace.Shared,
        ["cvta.to.local.u64"] = MemorySpace.Local,
        ["cvta.local.u64"] = MemorySpace.Local,
    };

    /// <summary>Barriers that also combine a predicate of all threads, and the kind of the result.</summary>
    public static readonly IReadOnlyDictionary<string, RegisterKind> BarrierReductions = new Dictionary<string, RegisterKind>
    {
        ["bar.red.popc.u32"] = RegisterKind.Bits32,
        ["bar.red.and.pred"] = RegisterKind.Predicate,
        ["bar.red.or.pred"] = RegisterKind.Predicate,
    };

    /// <summary>The first architecture with instructions whose names begin so.</summary>
    public static readonly IReadOnlyList<(string Start, int Architecture)> Architectures =
    [
        ("ldmatrix.", 75),
        ("mma.sync.aligned.m16n8k8.row.col.f32.f16.", 75),
        ("mma.", 80),
        ("cp.async.", 80),
        ("cvt.rna.tf32.", 80),
        ("cvt.rn.f16x2.", 80),
        ("max.f16x2", 80),
        ("min.f16x2", 80),
    ];

    public static readonly IReadOnlyDictionary<string, MemorySpace> Spaces = new Dictionary<string, MemorySpace>
    {
        ["global"] = MemorySpace.Global,
        ["shared"] = MemorySpace.Shared,
        ["local"] = MemorySpace.Local,
    };
}
