namespace StyleGanIlgpu.Backends;

/// <summary>A block to place: its size, and the first and last step at which it is alive.</summary>
internal readonly record struct ArenaBlock(long Bytes, int First, int Last)
{
    public bool IsAliveWith(ArenaBlock other) => First <= other.Last && other.First <= Last;
}

/// <summary>
/// Places blocks in one arena so that no two that are alive at once overlap. The largest are placed first, each at the lowest gap
/// that holds it: within a few percent of the lower bound for the networks here, where a handful of large maps decide.
/// </summary>
internal sealed class ArenaPlan
{
    private readonly long[] offsets;

    /// <param name="blocks">What to place.</param>
    /// <param name="alignment">A power of two that every offset is a multiple of.</param>
    public ArenaPlan(IReadOnlyList<ArenaBlock> blocks, int alignment)
    {
        offsets = new long[blocks.Count];
        var order = Enumerable.Range(0, blocks.Count).OrderByDescending(i => blocks[i].Bytes).ThenBy(i => i).ToArray();
        var placed = new List<int>(blocks.Count);
        foreach (var index in order)
        {
            var bytes = RoundUp(blocks[index].Bytes, alignment);
            var offset = 0L;
            foreach (var neighbour in placed)
            {
                if (!blocks[neighbour].IsAliveWith(blocks[index]))
                    continue;
                if (offsets[neighbour] - offset >= bytes)
                    break;
                offset = Math.Max(offset, offsets[neighbour] + RoundUp(blocks[neighbour].Bytes, alignment));
            }
            offsets[index] = offset;
            Bytes = Math.Max(Bytes, checked(offset + bytes));
            Insert(placed, index);
        }
    }

    /// <summary>Size of the arena.</summary>
    public long Bytes { get; }

    /// <summary>Byte offset of a block, a multiple of the alignment.</summary>
    public long Offset(int block) => offsets[block];

    /// <summary>Rounds a size up to whole alignment units.</summary>
    public static long RoundUp(long bytes, int alignment) => checked(bytes + (alignment - 1)) & -alignment;

    /// <summary>Keeps the placed blocks in order of their offsets, so that gaps are met from the lowest up.</summary>
    private void Insert(List<int> placed, int index)
    {
        var at = placed.Count;
        while (at > 0 && offsets[placed[at - 1]] > offsets[index])
            at--;
        placed.Insert(at, index);
    }
}
