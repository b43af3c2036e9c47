using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>
/// Refuses a kernel that may read a register before it is written: on each path to a read there must be a write. A predicated write
/// counts for instructions of its basic block that the same predicate guards.
/// </summary>
internal static class DefiniteAssignment
{
    public static void Check(PtxFunction function, List<BasicBlock> blocks)
    {
        var numbers = function.Registers.Keys.Index().ToDictionary(register => register.Item, register => register.Index);
        var written = blocks.Select(block => Instructions(block).Where(i => i.Guard is null)
            .SelectMany(Operands.Written).Where(numbers.ContainsKey).Select(name => numbers[name]).ToArray()).ToArray();
        foreach (var (block, before) in blocks.Zip(Before(blocks, written, (numbers.Count / 64) + 1)))
            Check(block, numbers, before);
    }

    /// <summary>What is written whenever a block begins, by iteration over bit sets; all of it where no path leads.</summary>
    private static ulong[][] Before(List<BasicBlock> blocks, int[][] written, int words)
    {
        var before = blocks.Select(_ => Enumerable.Repeat(ulong.MaxValue, words).ToArray()).ToArray();
        before[0] = new ulong[words];
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var block in blocks)
            {
                var after = (ulong[])before[block.Index].Clone();
                foreach (var register in written[block.Index])
                    Add(after, register);
                foreach (var successor in block.Successors.Where(s => s >= 0))
                {
                    for (var w = 0; w < words; w++)
                    {
                        var met = before[successor][w] & after[w];
                        changed |= met != before[successor][w];
                        before[successor][w] = met;
                    }
                }
            }
        }
        return before;
    }

    private static void Check(BasicBlock block, Dictionary<string, int> numbers, ulong[] written)
    {
        var guarded = new HashSet<(string Register, RegisterOperand Guard)>();
        foreach (var instruction in Instructions(block))
        {
            var guard = instruction.Guard;
            foreach (var name in Operands.Read(instruction).Where(numbers.ContainsKey))
            {
                if (!Has(written, numbers[name]) && (guard is null || name == guard.Name || !guarded.Contains((name, guard))))
                    throw new PtxSyntaxException(instruction.Line, $"'{instruction}' may read {name} before it is written");
            }
            foreach (var name in Operands.Written(instruction).Where(numbers.ContainsKey))
            {
                // Under a predicate that has changed since, other lanes have written.
                guarded.RemoveWhere(pair => pair.Guard.Name == name);
                if (guard is null)
                    Add(written, numbers[name]);
                else
                    guarded.Add((name, guard));
            }
        }
    }

    private static IEnumerable<InstructionStatement> Instructions(BasicBlock block) =>
        block.Last is null ? block.Body : block.Body.Append(block.Last);

    private static bool Has(ulong[] set, int register) => (set[register >> 6] >> register & 1) != 0;

    private static void Add(ulong[] set, int register) => set[register >> 6] |= 1ul << register;
}
