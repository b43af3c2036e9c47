using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Cuts a kernel into basic blocks and finds where diverged lanes meet.</summary>
internal static class ControlFlow
{
    public static List<BasicBlock> Split(PtxFunction function)
    {
        var blocks = new List<BasicBlock>();
        var byLabel = new Dictionary<string, int>();
        var isOpen = false;
        BasicBlock Current()
        {
            if (isOpen)
                return blocks[^1];
            blocks.Add(new BasicBlock(blocks.Count));
            isOpen = true;
            return blocks[^1];
        }
        foreach (var statement in function.Body)
        {
            if (statement is LabelStatement label)
            {
                if (!isOpen || blocks[^1].Body.Count > 0 || !byLabel.ContainsValue(blocks.Count - 1))
                {
                    isOpen = false;
                    Current();
                }
                if (!byLabel.TryAdd(label.Name, blocks.Count - 1))
                    throw new PtxSyntaxException(label.Line, $"label '{label.Name}' stands twice");
                continue;
            }
            var instruction = (InstructionStatement)statement;
            var block = Current();
            var kind = EndOf(instruction.Opcode);
            if (kind is null)
            {
                block.Body.Add(instruction);
                continue;
            }
            (block.Kind, block.Last) = (kind.Value, instruction);
            isOpen = false;
        }
        if (isOpen)
            blocks[^1].Kind = BlockEnd.Exit;
        foreach (var block in blocks)
            Resolve(function, block, byLabel, blocks.Count);
        FindJoins(blocks);
        return blocks;
    }

    private static BlockEnd? EndOf(string opcode) => opcode switch
    {
        "bra" or "bra.uni" => BlockEnd.Branch,
        "brx.idx" or "brx.idx.uni" => BlockEnd.Switch,
        "ret" or "ret.uni" or "exit" => BlockEnd.Exit,
        "bar.sync" or "barrier.sync" or "barrier.sync.aligned" => BlockEnd.Barrier,
        _ when opcode.StartsWith("bar.red.", StringComparison.Ordinal) => BlockEnd.Barrier,
        _ => null,
    };

    private static void Resolve(PtxFunction function, BasicBlock block, Dictionary<string, int> byLabel, int count)
    {
        block.Next = block.Index + 1 < count ? block.Index + 1 : BasicBlock.End;
        var last = block.Last;
        if (last is null)
            return;
        if (block.Kind == BlockEnd.Barrier && last.Guard is not null)
            throw new PtxSyntaxException(last.Line, "a predicated barrier is not known");
        if (block.Kind == BlockEnd.Switch)
        {
            if (last.Guard is not null || last.Operands is not [RegisterOperand, SymbolOperand list]
                || !function.BranchTargets.TryGetValue(list.Name, out var names))
                throw new PtxSyntaxException(last.Line, $"'{last}' is not known");
            block.Targets = [.. names.Select(name => Label(last, name, byLabel))];
        }
        else if (block.Kind == BlockEnd.Branch)
        {
            if (last.Operands is not [SymbolOperand target])
                throw new PtxSyntaxException(last.Line, $"'{last}' is not known");
            block.Target = Label(last, target.Name, byLabel);
            if (last.Guard is null)
                (block.Kind, block.Next) = (BlockEnd.Jump, block.Target);
        }
    }

    private static int Label(InstructionStatement at, string name, Dictionary<string, int> byLabel) =>
        byLabel.TryGetValue(name, out var block) ? block : throw new PtxSyntaxException(at.Line, $"there is no label '{name}'");

    /// <summary>Post-dominators by iteration over bit sets; the end of the kernel is one more node.</summary>
    private static void FindJoins(List<BasicBlock> blocks)
    {
        var (count, words) = (blocks.Count, blocks.Count / 64 + 1);
        var sets = new ulong[count + 1][];
        for (var i = 0; i <= count; i++)
        {
            sets[i] = new ulong[words];
            Array.Fill(sets[i], i == count ? 0 : ulong.MaxValue);
        }
        sets[count][count / 64] |= 1ul << (count % 64);
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = count - 1; i >= 0; i--)
            {
                var next = new ulong[words];
                Array.Fill(next, ulong.MaxValue);
                foreach (var successor in blocks[i].Successors)
                {
                    var from = sets[successor < 0 ? count : successor];
                    for (var w = 0; w < words; w++)
                        next[w] &= from[w];
                }
                next[i / 64] |= 1ul << (i % 64);
                if (!next.AsSpan().SequenceEqual(sets[i]))
                {
                    sets[i] = next;
                    changed = true;
                }
            }
        }
        int Size(int node) => sets[node].Sum(w => System.Numerics.BitOperations.PopCount(w));
        bool Has(int node, int other) => (sets[node][other / 64] >> (other % 64) & 1) != 0;
        // Post-dominators of a node form a chain; the nearest is the one that the most others post-dominate.
        foreach (var block in blocks)
        {
            var best = -1;
            var bestSize = 0;
            for (var other = 0; other <= count; other++)
            {
                if (other != block.Index && Has(block.Index, other) && Size(other) > bestSize)
                    (best, bestSize) = (other, Size(other));
            }
            block.Join = best == count ? BasicBlock.End : best;
        }
    }
}
