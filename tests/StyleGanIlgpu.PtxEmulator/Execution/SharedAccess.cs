using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Loads from and stores to shared memory, with bounds, races and uninitialised words checked.</summary>
internal static unsafe class SharedAccess
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;
    private const long ManyWarpsTag = (long)AccessPattern.ManyWarps << Worker.CodeShift;
    private const long CodeTag = (long)Worker.CodeMask << Worker.CodeShift;

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
        var pattern = Prepare(worker, warp, site, addresses, mask, out var origin);
        if (worker.Launch.Options.CheckRaces || worker.Launch.Options.CheckInitialised)
            MarkReads(worker, warp, site, pattern, (long)origin);
        if (worker.SharedAtomics != null && worker.Launch.Options.CheckRaces)
            CheckAtomics(worker, warp, site, pattern, (long)origin, "read");
        WordAccess.Load(site, *pattern, worker.Shared + origin, d0, d1, d2, d3);
    }

    [MethodImpl(Hot)]
    public static void Store(Warp warp, int index, ulong* addresses, uint mask, byte* s0, byte* s1, byte* s2, byte* s3)
    {
        if (mask == 0)
            return;
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var pattern = Prepare(worker, warp, site, addresses, mask, out var origin);
        if (worker.Launch.Options.CheckRaces || worker.Launch.Options.CheckInitialised)
            MarkWrites(worker, warp, site, pattern, (long)origin);
        if (worker.SharedAtomics != null && worker.Launch.Options.CheckRaces)
            CheckAtomics(worker, warp, site, pattern, (long)origin, "written");
        WordAccess.Store(site, *pattern, worker.Shared + origin, s0, s1, s2, s3);
    }

    /// <summary>Rows of 16 bytes that some lanes point to and the warp reads; what the result and the pattern's differences give is where they lie.</summary>
    [MethodImpl(Hot)]
    public static byte* Rows(Warp warp, AccessSite site, ulong* addresses, uint lanes, byte* mask64, out AccessPattern* pattern)
    {
        var worker = warp.Worker;
        pattern = Prepare(worker, warp, site, addresses, lanes, out var origin, mask64);
        if (worker.Launch.Options.CheckRaces || worker.Launch.Options.CheckInitialised)
            MarkReads(worker, warp, site, pattern, (long)origin, isOfWarp: true);
        if (worker.SharedAtomics != null && worker.Launch.Options.CheckRaces)
            CheckAtomics(worker, warp, site, pattern, (long)origin, "read");
        return worker.Shared + origin;
    }

    /// <summary>Where lanes of <c>cp.async</c> write to, which from now on is in flight.</summary>
    [MethodImpl(Hot)]
    public static void BeginCopy(Warp warp, int index, ulong* addresses, uint mask, PendingCopy copy)
    {
        var worker = warp.Worker;
        var site = worker.Program.Sites[index];
        var pattern = Prepare(worker, warp, site, addresses, mask, out var origin);
        if (worker.Launch.Options.CheckRaces || worker.Launch.Options.CheckInitialised)
            MarkWrites(worker, warp, site, pattern, (long)origin, Worker.InFlight);
        if (worker.SharedAtomics != null && worker.Launch.Options.CheckRaces)
            CheckAtomics(worker, warp, site, pattern, (long)origin, "written");
        var start = Vector256.Create((long)origin);
        for (var lane = 0; lane < 32; lane += 4)
            (Vector256.Load(pattern->Deltas + lane) + start).Store(copy.Targets + lane);
    }

    /// <summary>The copies of some lanes have arrived: as if each had stored its own now.</summary>
    [MethodImpl(Hot)]
    public static void EndCopy(Warp warp, AccessSite site, PendingCopy copy, uint lanes)
    {
        var worker = warp.Worker;
        if (!worker.Launch.Options.CheckRaces && !worker.Launch.Options.CheckInitialised)
            return;
        var granule = worker.Program.SharedGranule;
        var count = site.Bytes / granule;
        var stamped = Stamped(worker, warp, site);
        for (var lane = 0; lane < 32; lane++)
        {
            if ((lanes >> lane & 1) == 0)
                continue;
            var mine = stamped + ((long)lane << Worker.CodeShift);
            var writers = worker.SharedWriters + (copy.Targets[lane] / granule);
            if (count == 4)
            {
                Vector256.Create(mine).Store(writers);
                continue;
            }
            for (var g = 0; g < count; g++)
                writers[g] = mine;
        }
    }

    /// <summary>The word that an atomic works on; it must have been written before.</summary>
    public static byte* Atomic(Warp warp, AccessSite site, ulong address, int lane)
    {
        var worker = warp.Worker;
        CheckLane(worker, warp, site, address, lane);
        var granule = worker.Program.SharedGranule;
        if (worker.Launch.Options.CheckInitialised && worker.SharedWriters[(long)address / granule] < worker.BlockStart)
            throw Uninitialised(worker, warp, site, lane, address);
        if (worker.Launch.Options.CheckRaces)
            MarkAtomic(worker, warp, site, (long)address, lane);
        return worker.Shared + address;
    }

    /// <summary>Atomics race with plain accesses, not with each other: they have marks of their own.</summary>
    private static void MarkAtomic(Worker worker, Warp warp, AccessSite site, long address, int lane)
    {
        var granule = worker.Program.SharedGranule;
        var mine = Stamped(worker, warp, site) + ((long)lane << Worker.CodeShift);
        for (var g = address / granule; g < (address + site.Bytes) / granule; g++)
        {
            var (writer, reader, old) = (worker.SharedWriters[g], worker.SharedReaders[g], worker.SharedAtomics[g]);
            if (writer >= Worker.InFlight)
                throw InFlight(worker, warp, site, writer, lane, (ulong)(g * granule), "changed by an atomic");
            if (writer >= worker.PhaseStart && Conflicts(worker, warp, writer, mine))
                throw Race(worker, warp, site, writer, lane, (ulong)(g * granule), "changed by an atomic", "written");
            if (reader >= worker.PhaseStart && Conflicts(worker, warp, reader, mine))
                throw Race(worker, warp, site, reader, lane, (ulong)(g * granule), "changed by an atomic", "read");
            worker.SharedAtomics[g] = old < worker.PhaseStart ? mine : Merge(warp, old, mine);
        }
    }

    /// <summary>Plain accesses against the atomics since the last barrier.</summary>
    private static void CheckAtomics(Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, long origin, string done)
    {
        var granule = worker.Program.SharedGranule;
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var lane = pattern->DistinctLane[i];
            var mine = Stamped(worker, warp, site) + ((long)lane << Worker.CodeShift);
            var first = (origin + pattern->Distinct[i]) / granule;
            for (var g = first; g < first + (site.Bytes / granule); g++)
            {
                var atomic = worker.SharedAtomics[g];
                if (atomic >= worker.PhaseStart && Conflicts(worker, warp, atomic, mine))
                    throw Race(worker, warp, site, atomic, lane, (ulong)(g * granule), done, "changed by an atomic");
            }
        }
    }

    private static long Stamped(Worker worker, Warp warp, AccessSite site) =>
        ((long)worker.Stamp << Worker.StampShift) | ((long)(32 * warp.Index) << Worker.CodeShift) | (uint)site.Index;

    [MethodImpl(Hot)]
    private static AccessPattern* Prepare(
        Worker worker, Warp warp, AccessSite site, ulong* addresses, uint mask, out ulong origin, byte* mask64 = null)
    {
        var pattern = worker.Prepare(warp, site, addresses, mask, out origin, mask64);
        pattern->TotalWavefronts += pattern->Wavefronts;
        pattern->TotalLeastWavefronts += pattern->LeastWavefronts;
        if (!IsInOnePart(worker, (long)origin + pattern->Low, (long)origin + pattern->High))
        {
            for (var lane = 0; lane < 32; lane++)
            {
                if ((mask >> lane & 1) != 0)
                    CheckLane(worker, warp, site, origin + (ulong)pattern->Deltas[lane], lane);
            }
        }
        return pattern;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInOnePart(Worker worker, long start, long end)
    {
        foreach (var part in worker.SharedParts)
        {
            if (start >= part.Start && end <= part.End)
                return true;
        }
        return false;
    }

    private static void CheckLane(Worker worker, Warp warp, AccessSite site, ulong address, int lane)
    {
        if (!IsInOnePart(worker, (long)address, (long)address + site.Bytes))
            throw OutOfBounds(worker, warp, site, address, lane);
        if ((address & (ulong)(site.Bytes - 1)) != 0)
            throw worker.Fault(PtxFaultKind.Misaligned, warp, lane, site, $"{address} is no multiple of {site.Bytes}", address);
    }

    [MethodImpl(Hot)]
    private static void MarkReads(Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, long origin, bool isOfWarp = false)
    {
        var granule = worker.Program.SharedGranule;
        var count = site.Bytes / granule;
        var stamped = Stamped(worker, warp, site);
        var (start, phase) = (Vector256.Create(worker.BlockStart), Vector256.Create(worker.PhaseStart));
        if (pattern->IsContiguous && count == 1)
        {
            var first = origin / granule;
            var mine = Vector256.Create(0L, 1L, 2L, 3L) * (1L << Worker.CodeShift) + Vector256.Create(stamped);
            for (var lane = 0; lane < 32; lane += 4)
            {
                if (!TryMarkFour(worker, first + lane, mine, start, phase))
                {
                    for (var i = 0; i < 4; i++)
                        MarkRead(worker, warp, site, first + lane + i, mine[i], lane + i);
                }
                mine += Vector256.Create(4L << Worker.CodeShift);
            }
            return;
        }
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var lane = isOfWarp ? AccessPattern.ManyThreads : pattern->DistinctLane[i];
            var mine = stamped + ((long)lane << Worker.CodeShift);
            var first = (origin + pattern->Distinct[i]) / granule;
            if (count == 4 ? TryMarkFour(worker, first, Vector256.Create(mine), start, phase) : count == 2 && TryMarkTwo(worker, first, mine))
                continue;
            for (var g = first; g < first + count; g++)
                MarkRead(worker, warp, site, g, mine, lane);
        }
    }

    /// <summary>Four words that were written before the last barrier, and not read since by another one alone: the common case.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMarkFour(Worker worker, long granule, Vector256<long> mine, Vector256<long> start, Vector256<long> phase)
    {
        var writers = Vector256.Load(worker.SharedWriters + granule);
        var readers = Vector256.Load(worker.SharedReaders + granule);
        var isStale = Vector256.LessThan(readers, phase);
        var isMine = isStale | IsSameThread(readers, mine);
        var isMany = ~Vector256.Equals(readers & Vector256.Create(ManyWarpsTag), Vector256<long>.Zero);
        var good = Vector256.GreaterThanOrEqual(writers, start) & Vector256.LessThan(writers, phase) & (isMine | isMany);
        if (!Vector256.EqualsAll(good, Vector256<long>.AllBitsSet))
            return false;
        Vector256.ConditionalSelect(isMine, mine, readers).Store(worker.SharedReaders + granule);
        return true;
    }

    /// <summary>The same thread, or several lanes of the same warp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> IsSameThread(Vector256<long> tags, Vector256<long> mine) =>
        Vector256.Equals((tags ^ mine) & Vector256.Create(CodeTag), Vector256<long>.Zero);

    /// <summary>As <see cref="TryMarkFour"/>, of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMarkTwo(Worker worker, long granule, long mine)
    {
        var (writers, readers) = (Vector128.Load(worker.SharedWriters + granule), Vector128.Load(worker.SharedReaders + granule));
        var (tag, phase) = (Vector128.Create(mine), Vector128.Create(worker.PhaseStart));
        var isMine = Vector128.LessThan(readers, phase) | Vector128.Equals((readers ^ tag) & Vector128.Create(CodeTag), Vector128<long>.Zero);
        var isMany = ~Vector128.Equals(readers & Vector128.Create(ManyWarpsTag), Vector128<long>.Zero);
        var good = Vector128.GreaterThanOrEqual(writers, Vector128.Create(worker.BlockStart)) & Vector128.LessThan(writers, phase) & (isMine | isMany);
        if (!Vector128.EqualsAll(good, Vector128<long>.AllBitsSet))
            return false;
        Vector128.ConditionalSelect(isMine, tag, readers).Store(worker.SharedReaders + granule);
        return true;
    }

    [MethodImpl(Hot)]
    private static void MarkRead(Worker worker, Warp warp, AccessSite site, long granule, long mine, int lane)
    {
        var options = worker.Launch.Options;
        var writer = worker.SharedWriters[granule];
        var address = (ulong)(granule * worker.Program.SharedGranule);
        if (writer < worker.BlockStart)
        {
            if (options.CheckInitialised)
                throw Uninitialised(worker, warp, site, lane, address);
        }
        else if (options.CheckRaces && writer >= Worker.InFlight)
        {
            throw InFlight(worker, warp, site, writer, lane, address, "read");
        }
        else if (options.CheckRaces && writer >= worker.PhaseStart && Conflicts(worker, warp, writer, mine))
        {
            throw Race(worker, warp, site, writer, lane, address, "read", "written");
        }
        var reader = worker.SharedReaders[granule];
        worker.SharedReaders[granule] = reader < worker.PhaseStart ? mine : Merge(warp, reader, mine);
    }

    /// <summary>With a state of <see cref="Worker.InFlight"/> for what is only on its way.</summary>
    [MethodImpl(Hot)]
    private static void MarkWrites(Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, long origin, long state = 0)
    {
        var granule = worker.Program.SharedGranule;
        var count = site.Bytes / granule;
        var stamped = Stamped(worker, warp, site);
        var isChecked = worker.Launch.Options.CheckRaces;
        var phase = Vector256.Create(worker.PhaseStart);
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var lane = pattern->DistinctLane[i];
            var mine = stamped + ((long)lane << Worker.CodeShift);
            var first = (origin + pattern->Distinct[i]) / granule;
            if (isChecked && lane >= AccessPattern.ManyThreads)
                throw Race(worker, warp, site, mine, lane, (ulong)(first * granule), "written by several lanes at once and", "written");
            if (count == 4)
            {
                // Four words that nobody else has touched since the last barrier: the common case.
                var (writers, tag) = (Vector256.Load(worker.SharedWriters + first), Vector256.Create(mine));
                var readers = Vector256.Load(worker.SharedReaders + first);
                var isFree = (Vector256.LessThan(writers, phase) | IsSameThread(writers, tag)) & (Vector256.LessThan(readers, phase) | IsSameThread(readers, tag));
                if (!isChecked || Vector256.EqualsAll(isFree & Vector256.LessThan(writers, Vector256.Create(Worker.InFlight)), Vector256<long>.AllBitsSet))
                {
                    (tag | Vector256.Create(state)).Store(worker.SharedWriters + first);
                    continue;
                }
            }
            for (var g = first; g < first + count; g++)
            {
                if (isChecked)
                    CheckWrite(worker, warp, site, g, mine, lane);
                worker.SharedWriters[g] = mine | state;
            }
        }
    }

    [MethodImpl(Hot)]
    private static void CheckWrite(Worker worker, Warp warp, AccessSite site, long granule, long mine, int lane)
    {
        var (writer, reader) = (worker.SharedWriters[granule], worker.SharedReaders[granule]);
        var address = (ulong)(granule * worker.Program.SharedGranule);
        if (writer >= Worker.InFlight)
            throw InFlight(worker, warp, site, writer, lane, address, "written");
        if (writer >= worker.PhaseStart && Conflicts(worker, warp, writer, mine))
            throw Race(worker, warp, site, writer, lane, address, "written", "written");
        if (reader >= worker.PhaseStart && Conflicts(worker, warp, reader, mine))
            throw Race(worker, warp, site, reader, lane, address, "written", "read");
    }

    /// <summary>Whether an access since the last barrier came from a thread that no <c>bar.warp.sync</c> has ordered either.</summary>
    private static bool Conflicts(Worker worker, Warp warp, long other, long mine)
    {
        var (otherCode, code) = ((int)(other >> Worker.CodeShift) & Worker.CodeMask, (int)(mine >> Worker.CodeShift) & Worker.CodeMask);
        if (otherCode == code && code < AccessPattern.ManyThreads)
            return false;
        var isSameWarp = otherCode < AccessPattern.ManyWarps && (otherCode & 1023) >> 5 == warp.Index;
        return !isSameWarp || (int)(other >> Worker.StampShift) >= warp.SyncStamp;
    }

    [MethodImpl(Hot)]
    private static long Merge(Warp warp, long reader, long mine)
    {
        var (old, code) = ((int)(reader >> Worker.CodeShift) & Worker.CodeMask, (int)(mine >> Worker.CodeShift) & Worker.CodeMask);
        if (old == code)
            return mine;
        if (old >= AccessPattern.ManyWarps || (old & 1023) >> 5 != warp.Index)
            return mine | ManyWarpsTag;
        return (int)(reader >> Worker.StampShift) < warp.SyncStamp ? mine : mine | (long)AccessPattern.ManyThreads << Worker.CodeShift;
    }

    private static PtxFault OutOfBounds(Worker worker, Warp warp, AccessSite site, ulong address, int lane)
    {
        var before = worker.SharedParts.LastOrDefault(part => part.Start <= (long)address);
        var where = before.Name is null
            ? $"at {(long)address}, before all shared memory"
            : $"at offset {(long)address - before.Start} of shared '{before.Name}' of {before.Bytes} bytes";
        return worker.Fault(PtxFaultKind.OutOfBounds, warp, lane, site, $"{site.Bytes} bytes {where}", address, "shared memory");
    }

    private static PtxFault Uninitialised(Worker worker, Warp warp, AccessSite site, int lane, ulong address) =>
        worker.Fault(
            PtxFaultKind.UninitialisedShared, warp, FirstLane(lane), site, $"shared memory at {address} was never written", address,
            "shared memory");

    private static PtxFault Race(
        Worker worker, Warp warp, AccessSite site, long other, int lane, ulong address, string done, string before)
    {
        var code = (int)(other >> Worker.CodeShift) & Worker.CodeMask;
        var by = code >= AccessPattern.ManyWarps ? "several warps"
            : code >= AccessPattern.ManyThreads ? $"several lanes of warp {(code & 1023) >> 5}"
            : $"thread {worker.Launch.Block.At(code)}";
        return worker.Fault(
            PtxFaultKind.SharedRace, warp, FirstLane(lane), site,
            $"shared memory at {address} is {done} after it was {before} by {by} with no barrier between", address, "shared memory",
            worker.Program.Sites[(int)(other & Worker.SiteMask)]);
    }

    private static PtxFault InFlight(Worker worker, Warp warp, AccessSite site, long other, int lane, ulong address, string done)
    {
        var thread = worker.Launch.Block.At((int)(other >> Worker.CodeShift) & Worker.CodeMask);
        return worker.Fault(
            PtxFaultKind.CopyInFlight, warp, FirstLane(lane), site,
            $"shared memory at {address} is {done} while a copy of thread {thread}, for which it hasn't waited, is on its way there", address, "shared memory",
            worker.Program.Sites[(int)(other & Worker.SiteMask)]);
    }

    private static int FirstLane(int lane) => lane & 31;
}
