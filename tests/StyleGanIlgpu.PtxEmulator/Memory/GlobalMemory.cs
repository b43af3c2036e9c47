namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>The emulated device memory: allocations at addresses that are never used twice, with gaps between them.</summary>
/// <param name="fill">Fill them with what is no number.</param>
internal sealed class GlobalMemory(bool fill) : IDisposable
{
    private const ulong First = 0x7_0000_0000, Guard = 4096;
    private readonly Lock _lock = new();
    private Allocation[] _allocations = [];
    private ulong _next = First;

    public long AllocatedBytes { get; private set; }

    public long PeakBytes { get; private set; }

    public IReadOnlyList<Allocation> Allocations => _allocations;

    public Allocation Allocate(long bytes, string? name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        lock (_lock)
        {
            var allocation = new Allocation(_next, bytes, name ?? $"allocation {_allocations.Length}", fill);
            _next = (_next + (ulong)bytes + Guard + 255) / 256 * 256;
            _allocations = [.. _allocations, allocation];
            AllocatedBytes += bytes;
            PeakBytes = Math.Max(PeakBytes, AllocatedBytes);
            return allocation;
        }
    }

    /// <summary>Makes separate allocations of parts of one: what lies between them is nobody's.</summary>
    public void Divide(ulong address, IReadOnlyList<MemoryPart> parts)
    {
        lock (_lock)
        {
            var whole = RequireStart(address);
            if (whole.Whole != address || _allocations.Count(allocation => allocation.Whole == address) > 1)
                throw new ArgumentException($"The memory at 0x{address:X} is divided already.", nameof(address));
            var end = 0L;
            foreach (var part in parts)
            {
                if (part.Offset < end || part.Bytes <= 0 || part.Offset + part.Bytes > whole.Bytes)
                    throw new ArgumentException($"{part} doesn't lie behind the part before it, in {whole.Bytes} bytes.", nameof(parts));
                end = part.Offset + part.Bytes;
            }
            whole.Free();
            var made = parts.Select(part => new Allocation(address + (ulong)part.Offset, part.Bytes, part.Name, fill) { Whole = address, WholeBytes = whole.Bytes });
            _allocations = [.. _allocations.SelectMany(allocation => allocation == whole ? made : [allocation])];
            AllocatedBytes += parts.Sum(part => part.Bytes) - whole.Bytes;
        }
    }

    public void Free(ulong address)
    {
        lock (_lock)
        {
            var parts = _allocations.Where(allocation => allocation.Whole == address && !allocation.IsFreed).ToArray();
            if (parts.Length == 0)
                throw NotAStart(address);
            foreach (var part in parts)
            {
                part.Free();
                AllocatedBytes -= part.Bytes;
            }
        }
    }

    /// <summary>The last allocation that starts at or before an address, in use or not.</summary>
    public Allocation? Find(ulong address)
    {
        var all = _allocations;
        var (low, high) = (0, all.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (all[middle].Address <= address)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return high < 0 ? null : all[high];
    }

    /// <summary>
    /// The pieces of a range that the host copies: all of one allocation's, or, of one that is divided, what lies in its parts.
    /// </summary>
    public IEnumerable<HostPiece> Pieces(ulong address, long bytes)
    {
        var first = Find(address);
        var end = address + (ulong)bytes;
        if (first is null || end > first.Whole + (ulong)first.WholeBytes)
            throw new ArgumentOutOfRangeException(nameof(address), $"{bytes} bytes at 0x{address:X} lie in no allocation in use.");
        foreach (var part in _allocations.Where(allocation => allocation.Whole == first.Whole))
        {
            if (part.IsFreed)
                throw new ArgumentOutOfRangeException(nameof(address), $"{bytes} bytes at 0x{address:X} lie in no allocation in use.");
            var (from, to) = (Math.Max(address, part.Address), Math.Min(end, part.Address + (ulong)part.Bytes));
            if (from < to)
                yield return new HostPiece(part, (long)(from - part.Address), (int)(from - address), (int)(to - from));
        }
    }

    private Allocation RequireStart(ulong address)
    {
        var allocation = Find(address);
        return allocation is null || allocation.Address != address || allocation.IsFreed ? throw NotAStart(address) : allocation;
    }

    private static ArgumentException NotAStart(ulong address) => new($"0x{address:X} is not the start of an allocation in use.", nameof(address));

    public void Dispose()
    {
        foreach (var allocation in _allocations)
            allocation.Free();
        _allocations = [];
        AllocatedBytes = 0;
    }
}

/// <summary>A piece of what the host copies: its place in an allocation, and in the host's data.</summary>
internal readonly record struct HostPiece(Allocation Allocation, long Offset, int Start, int Length);
