using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Loads from and stores to global memory, with allocations, races and uninitialised bytes checked, and sectors counted.</summary>
internal static unsafe class GlobalAccess
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;

    public static void Load(Warp warp, int site, byte* addresses, byte* d0, byte* d1, byte* d2, byte* d3) =>
        Load(warp, site, (ulong*)addresses, warp.Active, d0, d1, d2, d3);

    public static void Store(Warp warp, int site, byte* addresses, byte* s0, byte* s1, byte* s2, byte* s3) =>
        Store(warp, site, (ulong*)addresses, warp.Active, s0, s1, s2, s3);

    [MethodImpl(Hot)]
    public static void Load(Warp warp, int index, ulong* addresses, uint mask, byte* d0, byte* d1, byte* d2, byte* d3)
    {
        if (mask == 0)
            return;
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var pattern = worker.Prepare(warp, site, addresses, mask, out var origin);
        var allocation = Locate(worker, warp, site, pattern, origin);
        if (allocation is null)
        {
            ForEachAllocation(worker, addresses, mask, site, part => Load(warp, index, addresses, part, d0, d1, d2, d3));
            return;
        }
        CountSectors(pattern, origin, site.Bytes);
        var offset = (long)(origin - allocation.Address);
        CheckReads(worker, warp, site, pattern, allocation, offset);
        if (worker.Launch.Options.CheckRaces)
            GlobalRaces.MarkReads(worker, warp, site, pattern, allocation, offset);
        WordAccess.Load(site, *pattern, allocation.Host + offset, d0, d1, d2, d3);
    }

    [MethodImpl(Hot)]
    public static void Store(Warp warp, int index, ulong* addresses, uint mask, byte* s0, byte* s1, byte* s2, byte* s3)
    {
        if (mask == 0)
            return;
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var pattern = worker.Prepare(warp, site, addresses, mask, out var origin);
        var allocation = Locate(worker, warp, site, pattern, origin);
        if (allocation is null)
        {
            ForEachAllocation(worker, addresses, mask, site, part => Store(warp, index, addresses, part, s0, s1, s2, s3));
            return;
        }
        CountSectors(pattern, origin, site.Bytes);
        var offset = (long)(origin - allocation.Address);
        MarkWritten(worker, pattern, allocation, offset, site.Bytes);
        if (worker.Launch.Options.CheckRaces)
            GlobalRaces.MarkWrites(worker, warp, site, pattern, allocation, offset);
        WordAccess.Store(site, *pattern, allocation.Host + offset, s0, s1, s2, s3);
    }

    /// <summary>Reads what lanes of <c>cp.async</c> copy, all of it.</summary>
    [MethodImpl(Hot)]
    public static void Sources(Warp warp, int index, ulong* addresses, uint mask, PendingCopy copy)
    {
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var pattern = worker.Prepare(warp, site, addresses, mask, out var origin);
        var allocation = Locate(worker, warp, site, pattern, origin);
        if (allocation is null)
        {
            ForEachAllocation(worker, addresses, mask, site, part => Sources(warp, index, addresses, part, copy));
            return;
        }
        CountSectors(pattern, origin, site.Bytes);
        var offset = (long)(origin - allocation.Address);
        CheckReads(worker, warp, site, pattern, allocation, offset);
        if (worker.Launch.Options.CheckRaces)
            GlobalRaces.MarkReads(worker, warp, site, pattern, allocation, offset);
        var host = allocation.Host + offset;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((mask >> lane & 1) == 0)
                continue;
            var from = host + pattern->Deltas[lane];
            copy.Sources[lane] = from;
            copy.Sizes[lane] = site.Bytes;
            var to = copy.Data + (16 * lane);
            if (site.Bytes == 16)
                Vector128.Load(from).Store(to);
            else if (site.Bytes == 8)
                *(ulong*)to = *(ulong*)from;
            else
                *(uint*)to = *(uint*)from;
        }
    }

    /// <summary>Reads the first bytes only of what a lane copies: so many as the copy's size says.</summary>
    public static void SourcePart(Warp warp, AccessSite site, ulong address, int lane, PendingCopy copy)
    {
        var worker = warp.Worker;
        var bytes = copy.Sizes[lane];
        if ((address & (ulong)(site.Bytes - 1)) != 0)
            throw worker.Fault(PtxFaultKind.Misaligned, warp, lane, site, $"0x{address:X} is no multiple of {site.Bytes}", address);
        var allocation = CheckLane(worker, warp, site with { Count = 1, ElementBytes = bytes }, address, lane);
        var offset = (long)(address - allocation.Address);
        var bits = ((1u << bytes) - 1) << (int)(offset & 31);
        if (worker.Launch.Options.CheckInitialised && (allocation.Initialised[offset >> 5] & bits) != bits)
            throw Uninitialised(worker, warp, site, lane, address, allocation);
        allocation.ReadMarks[offset >> 5] = (byte)worker.Launch.Number;
        copy.Sources[lane] = allocation.Host + offset;
        new ReadOnlySpan<byte>(copy.Sources[lane], bytes).CopyTo(new Span<byte>(copy.Data + (16 * lane), bytes));
        worker.Patterns[site.Index].TotalBytes += bytes;
        worker.Patterns[site.Index].TotalSectors++;
    }

    /// <summary>The word that an atomic works on.</summary>
    public static byte* Atomic(Warp warp, AccessSite site, ulong address, int lane)
    {
        var worker = warp.Worker;
        var allocation = CheckLane(worker, warp, site, address, lane);
        if ((address & (ulong)(site.Bytes - 1)) != 0)
            throw worker.Fault(PtxFaultKind.Misaligned, warp, lane, site, $"0x{address:X} is no multiple of {site.Bytes}", address);
        var offset = (long)(address - allocation.Address);
        allocation.ReadMarks[offset >> 5] = (byte)worker.Launch.Number;
        allocation.WriteMarks[offset >> 5] = (byte)worker.Launch.Number;
        var bits = ((1u << site.Bytes) - 1) << (int)(offset & 31);
        if (worker.Launch.Options.CheckInitialised && (allocation.Initialised[offset >> 5] & bits) != bits)
            throw Uninitialised(worker, warp, site, lane, address, allocation);
        if (worker.Launch.Options.CheckRaces)
            GlobalRaces.MarkAtomic(worker, warp, site, allocation, offset, lane);
        return allocation.Host + offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CountSectors(AccessPattern* pattern, ulong origin, int bytes)
    {
        if (pattern->SectorsRemainder != (int)(origin & 31))
            pattern->CountSectors(origin, bytes);
        pattern->TotalSectors += pattern->Sectors;
    }

    /// <summary>The allocation that holds the whole access; null where lanes lie in several.</summary>
    [MethodImpl(Hot)]
    private static Allocation? Locate(Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, ulong origin)
    {
        var (low, high) = (origin + (ulong)pattern->Low, origin + (ulong)pattern->High);
        var known = worker.SiteAllocations[site.Index];
        if (known is not null && low >= known.Address && high <= known.Address + (ulong)known.Bytes && low <= high)
            return known;
        Allocation? common = null;
        var isCommon = true;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((pattern->Mask >> lane & 1) == 0)
                continue;
            var allocation = CheckLane(worker, warp, site, origin + (ulong)pattern->Deltas[lane], lane);
            isCommon &= common is null || common == allocation;
            common ??= allocation;
        }
        if (!isCommon)
            return null;
        worker.SiteAllocations[site.Index] = common;
        return common;
    }

    private static Allocation CheckLane(Worker worker, Warp warp, AccessSite site, ulong address, int lane)
    {
        var allocation = worker.Launch.Memory.Find(address);
        if (allocation is null)
            throw worker.Fault(PtxFaultKind.OutOfBounds, warp, lane, site, $"0x{address:X} lies before all allocations", address);
        var offset = (long)(address - allocation.Address);
        if (offset + site.Bytes > allocation.Bytes)
        {
            throw worker.Fault(
                PtxFaultKind.OutOfBounds, warp, lane, site,
                $"{site.Bytes} bytes at offset {offset} of '{allocation.Name}' of {allocation.Bytes} bytes", address, allocation.Name);
        }
        if (allocation.IsFreed)
        {
            throw worker.Fault(
                PtxFaultKind.UseAfterFree, warp, lane, site, $"'{allocation.Name}' has been freed", address, allocation.Name);
        }
        return allocation;
    }

    private static void ForEachAllocation(Worker worker, ulong* addresses, uint mask, AccessSite site, Action<uint> access)
    {
        var memory = worker.Launch.Memory;
        while (mask != 0)
        {
            var first = System.Numerics.BitOperations.TrailingZeroCount(mask);
            var allocation = memory.Find(addresses[first] + (ulong)site.Offset);
            var part = 0u;
            for (var lane = first; lane < 32; lane++)
            {
                if ((mask >> lane & 1) != 0 && memory.Find(addresses[lane] + (ulong)site.Offset) == allocation)
                    part |= 1u << lane;
            }
            mask &= ~part;
            access(part);
        }
    }

    [MethodImpl(Hot)]
    private static void CheckReads(
        Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, Allocation allocation, long offset)
    {
        var number = (byte)worker.Launch.Number;
        var isChecked = worker.Launch.Options.CheckInitialised;
        var ones = (1u << site.Bytes) - 1;
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var at = offset + pattern->Distinct[i];
            var bits = ones << (int)(at & 31);
            allocation.ReadMarks[at >> 5] = number;
            if (isChecked && (allocation.Initialised[at >> 5] & bits) != bits)
                throw Uninitialised(worker, warp, site, pattern->DistinctLane[i] & 31, allocation.Address + (ulong)at, allocation);
        }
    }

    [MethodImpl(Hot)]
    private static void MarkWritten(Worker worker, AccessPattern* pattern, Allocation allocation, long offset, int bytes)
    {
        var number = (byte)worker.Launch.Number;
        var isParallel = worker.Launch.IsParallel;
        var ones = (1u << bytes) - 1;
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var at = offset + pattern->Distinct[i];
            var bits = ones << (int)(at & 31);
            allocation.WriteMarks[at >> 5] = number;
            var place = allocation.Initialised + (at >> 5);
            if ((*place & bits) == bits)
                continue;
            if (isParallel)
                Interlocked.Or(ref *place, bits);
            else
                *place |= bits;
        }
    }

    private static PtxFault Uninitialised(Worker worker, Warp warp, AccessSite site, int lane, ulong address, Allocation allocation) =>
        worker.Fault(
            PtxFaultKind.UninitialisedGlobal, warp, lane, site,
            $"offset {address - allocation.Address} of '{allocation.Name}' was never written", address, allocation.Name);
}
