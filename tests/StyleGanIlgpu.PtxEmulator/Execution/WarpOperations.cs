namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>How <c>shfl.sync</c> picks the lane to read from.</summary>
internal enum ShuffleMode
{
    Up,
    Down,
    Butterfly,
    Index,
}

/// <summary>Instructions through which the lanes of a warp see each other.</summary>
internal static unsafe class WarpOperations
{
    /// <summary>d = a of another lane, p = whether that lane lies in range; both in scratch, only active lanes count.</summary>
    public static void Shuffle(Warp warp, int place, int mode, byte* d, byte* p, byte* a, byte* b, byte* c, byte* members)
    {
        var active = warp.Active;
        Members(warp, place, members);
        var inRange = 0u;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((active >> lane & 1) == 0)
                continue;
            var (offset, clamp) = ((int)((uint*)b)[lane] & 31, ((uint*)c)[lane]);
            var segment = (int)(clamp >> 8) & 31;
            var bound = (lane & segment) | ((int)clamp & 31 & ~segment);
            var (source, isIn) = (ShuffleMode)mode switch
            {
                ShuffleMode.Up => (lane - offset, lane - offset >= bound),
                ShuffleMode.Down => (lane + offset, lane + offset <= bound),
                ShuffleMode.Butterfly => (lane ^ offset, (lane ^ offset) <= bound),
                _ => ((lane & segment) | (offset & ~segment), ((lane & segment) | (offset & ~segment)) <= bound),
            };
            if (!isIn)
                source = lane;
            else
                inRange |= 1u << lane;
            if ((active >> source & 1) == 0)
            {
                throw warp.Worker.Fault(
                    PtxFaultKind.InactiveShuffleLanes, warp, lane, warp.Worker.Program.Places[place], $"lane {source} that it reads is not active");
            }
            ((uint*)d)[lane] = ((uint*)a)[source];
        }
        *(uint*)p = inRange;
    }

    public static void VoteAll(Warp warp, int place, byte* d, byte* a, byte* members, int negated) =>
        *(uint*)d = Ballot(warp, place, a, members, negated) == warp.Active ? uint.MaxValue : 0;

    public static void VoteAny(Warp warp, int place, byte* d, byte* a, byte* members, int negated) =>
        *(uint*)d = Ballot(warp, place, a, members, negated) != 0 ? uint.MaxValue : 0;

    public static void VoteUniform(Warp warp, int place, byte* d, byte* a, byte* members, int negated)
    {
        var ballot = Ballot(warp, place, a, members, negated);
        *(uint*)d = ballot == 0 || ballot == warp.Active ? uint.MaxValue : 0;
    }

    public static void VoteBallot(Warp warp, int place, byte* d, byte* a, byte* members, int negated) =>
        new Span<uint>(d, 32).Fill(Ballot(warp, place, a, members, negated));

    public static void ActiveMask(Warp warp, byte* d) => new Span<uint>(d, 32).Fill(warp.Active);

    /// <summary><c>bar.warp.sync</c>: orders the lanes' accesses to memory.</summary>
    public static void Synchronise(Warp warp, int place, byte* members)
    {
        Members(warp, place, members);
        warp.Worker.Stamp++;
        warp.SyncStamp = warp.Worker.Stamp;
    }

    /// <summary>Whether there is anything to execute, which is for all 32 lanes at once or a fault.</summary>
    public static bool IsWhole(Warp warp, int place)
    {
        var active = warp.Active;
        if (active is 0 or uint.MaxValue)
            return active != 0;
        throw warp.Worker.Fault(
            PtxFaultKind.DivergentWarp, warp, System.Numerics.BitOperations.TrailingZeroCount(~active), warp.Worker.Program.Places[place],
            $"lanes 0x{active:X8} alone came to an instruction of the whole warp");
    }

    private static uint Ballot(Warp warp, int place, byte* a, byte* members, int negated)
    {
        Members(warp, place, members);
        return (negated != 0 ? ~*(uint*)a : *(uint*)a) & warp.Active;
    }

    /// <summary>
    /// All lanes here give one mask, which names them and, of those that have not returned, no others: these would be waited for.
    /// </summary>
    private static void Members(Warp warp, int place, byte* masks)
    {
        var active = warp.Active;
        if (active == 0)
            return;
        var members = ((uint*)masks)[System.Numerics.BitOperations.TrailingZeroCount(active)];
        for (var other = 0; other < 32; other++)
        {
            if ((active >> other & 1) != 0 && ((uint*)masks)[other] != members)
            {
                throw warp.Worker.Fault(
                    PtxFaultKind.InactiveShuffleLanes, warp, other, warp.Worker.Program.Places[place],
                    $"the mask is 0x{((uint*)masks)[other]:X8}, and 0x{members:X8} in the first lane");
            }
        }
        var expected = members & warp.Live;
        if ((expected & ~active) == 0 && (active & ~members) == 0)
            return;
        var lane = System.Numerics.BitOperations.TrailingZeroCount((expected & ~active) != 0 ? expected & ~active : active & ~members);
        throw warp.Worker.Fault(
            PtxFaultKind.InactiveShuffleLanes, warp, lane, warp.Worker.Program.Places[place],
            $"the mask 0x{members:X8} asks for lanes 0x{expected:X8}, and 0x{active:X8} are active");
    }
}
