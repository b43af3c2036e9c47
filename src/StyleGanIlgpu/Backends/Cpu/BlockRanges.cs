namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Cuts a count into ranges for tasks.</summary>
internal static class BlockRanges
{
    /// <summary>Ranges [begin, end) of at most the given size, as even as they can be.</summary>
    public static IEnumerable<(int Begin, int End)> Cut(int count, int largest)
    {
        var parts = (count + largest - 1) / largest;
        for (var part = 0; part < parts; part++)
            yield return ((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
    }
}
