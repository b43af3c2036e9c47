using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>
/// Liveness of a kernel's registers: how many live at once, and a compact place in the warp's frame for each, so that a warp's
/// working set stays in the cache. Lanes that diverged share places safely, as each writes only its own.
/// </summary>
internal sealed class RegisterAllocation
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly RegisterKind[] _kinds;
    private readonly int[] _offsets;

    public RegisterAllocation(PtxFunction function, List<BasicBlock> blocks)
    {
        var kinds = new List<RegisterKind>();
        int Number(string name)
        {
            if (_numbers.TryGetValue(name, out var number))
                return number;
            // Special registers are no registers of the kernel.
            if (!function.Registers.TryGetValue(name, out var type))
                return -1;
            kinds.Add(PtxTypes.RegisterKind(type)!.Value);
            return _numbers[name] = kinds.Count - 1;
        }
        int[] Numbers(IEnumerable<string> names) => [.. names.Select(Number).Where(number => number >= 0)];
        var uses = blocks.Select(block => Instructions(block)
            .Select(i => new Use(Numbers(Operands.Written(i)), Numbers(Operands.Read(i)), i.Guard is not null)).ToArray()).ToArray();
        _kinds = [.. kinds];
        _offsets = new int[_kinds.Length];
        var first = new int[_kinds.Length];
        var last = new int[_kinds.Length];
        Array.Fill(first, int.MaxValue);
        Array.Fill(last, -1);
        Walk(uses, FindLiveOut(blocks, uses), first, last);
        Place(first, last);
    }

    /// <summary>The most 32-bit registers that live at one point; predicates are not counted.</summary>
    public int PeakRegisters { get; private set; }

    public int FrameBytes { get; private set; } = FrameLayout.Registers;

    public bool TryGet(string name, out int offset, out RegisterKind kind)
    {
        var isKnown = _numbers.TryGetValue(name, out var number);
        (offset, kind) = isKnown ? (_offsets[number], _kinds[number]) : default;
        return isKnown;
    }

    private static IEnumerable<InstructionStatement> Instructions(BasicBlock block) =>
        block.Last is null ? block.Body : block.Body.Append(block.Last);

    private LiveSet[] FindLiveOut(List<BasicBlock> blocks, Use[][] uses)
    {
        var liveIn = blocks.Select(_ => new LiveSet(_kinds)).ToArray();
        var liveOut = blocks.Select(_ => new LiveSet(_kinds)).ToArray();
        var live = new LiveSet(_kinds);
        for (var changed = true; changed;)
        {
            changed = false;
            for (var b = blocks.Count - 1; b >= 0; b--)
            {
                foreach (var successor in blocks[b].Successors.Where(s => s >= 0))
                    liveOut[b].AddAll(liveIn[successor]);
                live.CopyFrom(liveOut[b]);
                for (var i = uses[b].Length - 1; i >= 0; i--)
                    uses[b][i].StepBack(live);
                if (live.SetEquals(liveIn[b]))
                    continue;
                liveIn[b].CopyFrom(live);
                changed = true;
            }
        }
        return liveOut;
    }

    /// <summary>Where in the text each register's life begins and ends.</summary>
    private void Walk(Use[][] uses, LiveSet[] liveOut, int[] first, int[] last)
    {
        void Extend(int register, int position)
        {
            first[register] = Math.Min(first[register], position);
            last[register] = Math.Max(last[register], position);
        }
        var live = new LiveSet(_kinds);
        var start = 0;
        for (var b = 0; b < uses.Length; b++)
        {
            live.CopyFrom(liveOut[b]);
            var position = start + uses[b].Length;
            foreach (var register in live.Members())
                Extend(register, position);
            for (var i = uses[b].Length - 1; i >= 0; i--, position--)
            {
                PeakRegisters = Math.Max(PeakRegisters, live.Words);
                foreach (var register in uses[b][i].Written)
                    Extend(register, position);
                uses[b][i].StepBack(live);
                // A source lives up to its reader: a result may not overwrite it while lanes are still computed.
                foreach (var register in uses[b][i].Read)
                    Extend(register, position);
            }
            PeakRegisters = Math.Max(PeakRegisters, live.Words);
            foreach (var register in live.Members())
                Extend(register, start);
            start += uses[b].Length + 1;
        }
    }

    private void Place(int[] first, int[] last)
    {
        var free = new Dictionary<int, PriorityQueue<int, int>>();
        var busy = new PriorityQueue<(int Offset, int Bytes), int>();
        foreach (var i in Enumerable.Range(0, _kinds.Length).OrderBy(i => first[i]))
        {
            while (busy.TryPeek(out var done, out var end) && end < first[i])
            {
                busy.Dequeue();
                free[done.Bytes].Enqueue(done.Offset, done.Offset);
            }
            var bytes = SlotBytes(_kinds[i]);
            free.TryAdd(bytes, new PriorityQueue<int, int>());
            if (!free[bytes].TryDequeue(out var offset, out _))
            {
                offset = FrameBytes;
                FrameBytes += bytes;
            }
            _offsets[i] = offset;
            busy.Enqueue((offset, bytes), last[i]);
        }
    }

    private static int SlotBytes(RegisterKind kind) => kind == RegisterKind.Predicate ? 64 : Math.Max(64, 32 * PtxTypes.LaneBytes(kind));

    /// <summary>What an instruction writes and reads; a predicated one leaves what it may not write.</summary>
    private sealed record Use(int[] Written, int[] Read, bool IsGuarded)
    {
        /// <summary>From what lives after the instruction to what lives before it.</summary>
        public void StepBack(LiveSet live)
        {
            if (!IsGuarded)
            {
                foreach (var register in Written)
                    live.Remove(register);
            }
            foreach (var register in Read)
                live.Add(register);
        }
    }
}
