using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>
/// Liveness of a kernel's registers: how many live at once, and a compact place in the warp's frame for each, so that a warp's
/// working set stays in the cache. Lanes that diverged share places safely, as each writes only its own.
/// </summary>
internal sealed class RegisterAllocation
{
    private readonly Dictionary<string, int> _offsets = [];
    private readonly Dictionary<string, RegisterKind> _kinds = [];

    public RegisterAllocation(PtxFunction function, List<BasicBlock> blocks)
    {
        foreach (var (name, type) in function.Registers)
            _kinds[name] = PtxTypes.RegisterKind(type)!.Value;
        var names = blocks.SelectMany(Instructions).SelectMany(i => Operands.Written(i).Concat(Operands.Read(i)))
            .Where(_kinds.ContainsKey).Distinct().ToArray();
        var index = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        var liveOut = FindLiveOut(blocks, index);
        var first = new int[names.Length];
        var last = new int[names.Length];
        Array.Fill(first, int.MaxValue);
        Array.Fill(last, -1);
        Walk(blocks, names, index, liveOut, first, last);
        Place(names, first, last);
    }

    /// <summary>The most 32-bit registers that live at one point; predicates are not counted.</summary>
    public int PeakRegisters { get; private set; }

    public int FrameBytes { get; private set; } = FrameLayout.Registers;

    public bool TryGet(string name, out int offset, out RegisterKind kind)
    {
        offset = _offsets.GetValueOrDefault(name);
        return _kinds.TryGetValue(name, out kind) && _offsets.ContainsKey(name);
    }

    private static IEnumerable<InstructionStatement> Instructions(BasicBlock block) =>
        block.Last is null ? block.Body : block.Body.Append(block.Last);

    private static HashSet<int>[] FindLiveOut(List<BasicBlock> blocks, Dictionary<string, int> index)
    {
        var liveIn = blocks.Select(_ => new HashSet<int>()).ToArray();
        var liveOut = blocks.Select(_ => new HashSet<int>()).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var b = blocks.Count - 1; b >= 0; b--)
            {
                foreach (var successor in blocks[b].Successors.Where(s => s >= 0))
                    liveOut[b].UnionWith(liveIn[successor]);
                var live = new HashSet<int>(liveOut[b]);
                foreach (var instruction in Instructions(blocks[b]).Reverse())
                    Step(live, instruction, index);
                if (live.Count != liveIn[b].Count)
                {
                    liveIn[b] = live;
                    changed = true;
                }
            }
        }
        return liveOut;
    }

    /// <summary>From what lives after an instruction to what lives before it.</summary>
    private static void Step(HashSet<int> live, InstructionStatement instruction, Dictionary<string, int> index)
    {
        if (instruction.Guard is null)
        {
            foreach (var name in Operands.Written(instruction))
            {
                if (index.TryGetValue(name, out var i))
                    live.Remove(i);
            }
        }
        foreach (var name in Operands.Read(instruction))
        {
            if (index.TryGetValue(name, out var i))
                live.Add(i);
        }
    }

    private void Walk(
        List<BasicBlock> blocks, string[] names, Dictionary<string, int> index, HashSet<int>[] liveOut, int[] first, int[] last)
    {
        var starts = new int[blocks.Count + 1];
        for (var b = 0; b < blocks.Count; b++)
            starts[b + 1] = starts[b] + blocks[b].Body.Count + 2;
        void Extend(int register, int position)
        {
            first[register] = Math.Min(first[register], position);
            last[register] = Math.Max(last[register], position);
        }
        for (var b = 0; b < blocks.Count; b++)
        {
            var live = new HashSet<int>(liveOut[b]);
            var position = starts[b + 1] - 1;
            foreach (var register in live)
                Extend(register, position);
            foreach (var instruction in Instructions(blocks[b]).Reverse())
            {
                PeakRegisters = Math.Max(PeakRegisters, live.Sum(i => Words(_kinds[names[i]])));
                foreach (var name in Operands.Written(instruction))
                {
                    if (index.TryGetValue(name, out var i))
                        Extend(i, position);
                }
                Step(live, instruction, index);
                position--;
                foreach (var name in Operands.Read(instruction))
                {
                    // A source lives up to its reader: a result may not overwrite it while lanes are still computed.
                    if (index.TryGetValue(name, out var i))
                        Extend(i, position + 1);
                }
            }
            PeakRegisters = Math.Max(PeakRegisters, live.Sum(i => Words(_kinds[names[i]])));
            foreach (var register in live)
                Extend(register, starts[b]);
        }
    }

    private void Place(string[] names, int[] first, int[] last)
    {
        var free = new Dictionary<int, PriorityQueue<int, int>>();
        var busy = new PriorityQueue<(int Offset, int Bytes), int>();
        foreach (var i in Enumerable.Range(0, names.Length).OrderBy(i => first[i]))
        {
            while (busy.TryPeek(out var done, out var end) && end < first[i])
            {
                busy.Dequeue();
                free[done.Bytes].Enqueue(done.Offset, done.Offset);
            }
            var bytes = SlotBytes(_kinds[names[i]]);
            free.TryAdd(bytes, new PriorityQueue<int, int>());
            if (!free[bytes].TryDequeue(out var offset, out _))
            {
                offset = FrameBytes;
                FrameBytes += bytes;
            }
            _offsets[names[i]] = offset;
            busy.Enqueue((offset, bytes), last[i]);
        }
    }

    private static int Words(RegisterKind kind) => kind switch { RegisterKind.Predicate => 0, RegisterKind.Bits64 => 2, _ => 1 };

    private static int SlotBytes(RegisterKind kind) => kind == RegisterKind.Predicate ? 64 : Math.Max(64, 32 * PtxTypes.LaneBytes(kind));
}
