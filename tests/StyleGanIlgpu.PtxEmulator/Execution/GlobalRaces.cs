using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>
/// Finds threads of one launch that touch the same word of global memory with no barrier between, in one block or in two. A tag
/// packs the launch (7 bits), block and stamp of the block's barriers (32 together: the grid takes what it needs), code of the thread (12)
/// and site (12). Where the stamps don't suffice the launch is refused. Atomics have marks of their own: they race only with plain accesses.
/// </summary>
internal static unsafe class GlobalRaces
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;
    private const int LaunchShift = 56, StampShift = 24, CodeShift = 12, CodeMask = (1 << 12) - 1;

    /// <summary>The last site of a kernel that can be told from others.</summary>
    public const int SiteMask = (1 << 12) - 1;

    /// <summary>Read by several blocks.</summary>
    private const int ManyBlocks = CodeMask;
    private const long ManyBlocksTag = (long)ManyBlocks << CodeShift;

    [MethodImpl(Hot)]
    public static void MarkReads(Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, Allocation allocation, long offset)
    {
        var granule = worker.Program.GlobalGranule;
        var shadow = allocation.Shadow(granule);
        var count = site.Bytes / granule;
        var tag = Tag(worker, warp, site);
        var current = (long)worker.Launch.Number << LaunchShift;
        // Read by the same thread of the same block before.
        var same = Vector256.Create((long)CodeMask << CodeShift | (-1L << worker.Launch.BlockShift));
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var mine = tag + ((long)pattern->DistinctLane[i] << CodeShift);
            var readers = shadow.Readers + ((offset + pattern->Distinct[i]) / granule);
            if (count == 4)
            {
                var old = Vector256.Load(readers);
                var isStale = Vector256.LessThan(old, Vector256.Create(current));
                var isMany = Vector256.Equals(old & Vector256.Create(ManyBlocksTag), Vector256.Create(ManyBlocksTag));
                var isMine = isStale | Vector256.Equals((old ^ Vector256.Create(mine)) & same, Vector256<long>.Zero);
                if (Vector256.EqualsAll(isMine | isMany, Vector256<long>.AllBitsSet))
                {
                    Vector256.ConditionalSelect(isMine, Vector256.Create(mine), old).Store(readers);
                    continue;
                }
            }
            if (count == 2)
            {
                var old = Vector128.Load(readers);
                var isMine = Vector128.LessThan(old, Vector128.Create(current))
                    | Vector128.Equals((old ^ Vector128.Create(mine)) & same.GetLower(), Vector128<long>.Zero);
                var isMany = Vector128.Equals(old & Vector128.Create(ManyBlocksTag), Vector128.Create(ManyBlocksTag));
                if (Vector128.EqualsAll(isMine | isMany, Vector128<long>.AllBitsSet))
                {
                    Vector128.ConditionalSelect(isMine, Vector128.Create(mine), old).Store(readers);
                    continue;
                }
            }
            for (var g = 0; g < count; g++)
            {
                var old = readers[g];
                readers[g] = old < current ? mine : Merge(worker, warp, old, mine);
            }
        }
        // The marks above must be visible before writers are looked up: one side of a race sees the other.
        if (worker.Launch.IsParallel)
            Interlocked.MemoryBarrier();
        if (WasWritten(pattern, shadow, offset, granule, count, current))
            CheckWriters(worker, warp, site, pattern, allocation, shadow, offset, "read");
        if (worker.Program.HasGlobalAtomics)
            CheckAtomics(worker, warp, site, pattern, allocation, shadow, offset, "read");
    }

    /// <summary>Whether anyone has written any of it in this launch.</summary>
    [MethodImpl(Hot)]
    private static bool WasWritten(AccessPattern* pattern, RaceShadow shadow, long offset, int granule, int count, long current)
    {
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var writers = shadow.Writers + ((offset + pattern->Distinct[i]) / granule);
            if (HasSince(writers, count, current))
                return true;
        }
        return false;
    }

    /// <summary>Whether one of some tags is of this launch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasSince(long* tags, int count, long current)
    {
        if (count == 4)
            return Vector256.GreaterThanOrEqualAny(Vector256.Load(tags), Vector256.Create(current));
        for (var g = 0; g < count; g++)
        {
            if (tags[g] >= current)
                return true;
        }
        return false;
    }

    [MethodImpl(Hot)]
    public static void MarkWrites(Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, Allocation allocation, long offset)
    {
        var granule = worker.Program.GlobalGranule;
        var shadow = allocation.Shadow(granule);
        var count = site.Bytes / granule;
        var tag = Tag(worker, warp, site);
        CheckWriters(worker, warp, site, pattern, allocation, shadow, offset, "written");
        if (worker.Program.HasGlobalAtomics)
            CheckAtomics(worker, warp, site, pattern, allocation, shadow, offset, "written");
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var mine = tag + ((long)pattern->DistinctLane[i] << CodeShift);
            var first = (offset + pattern->Distinct[i]) / granule;
            if (count == 4)
                Vector256.Create(mine).Store(shadow.Writers + first);
            else
                new Span<long>(shadow.Writers + first, count).Fill(mine);
        }
        if (worker.Launch.IsParallel)
            Interlocked.MemoryBarrier();
        CheckReaders(worker, warp, site, pattern, allocation, shadow, offset);
    }

    /// <summary>An atomic, which no other may be at work on at the time: launches with atomics have one worker.</summary>
    public static void MarkAtomic(Worker worker, Warp warp, AccessSite site, Allocation allocation, long offset, int lane)
    {
        var granule = worker.Program.GlobalGranule;
        var shadow = allocation.Shadow(granule);
        var mine = Tag(worker, warp, site) + ((long)lane << CodeShift);
        var current = (long)worker.Launch.Number << LaunchShift;
        for (var g = offset / granule; g < (offset + site.Bytes) / granule; g++)
        {
            var (writer, reader, old) = (shadow.Writers[g], shadow.Readers[g], shadow.Atomics[g]);
            if (writer >= current && Conflicts(worker, warp, writer, mine))
                throw Race(worker, warp, site, lane, allocation, g * granule, writer, "changed by an atomic", "written");
            if (reader >= current && Conflicts(worker, warp, reader, mine))
                throw Race(worker, warp, site, lane, allocation, g * granule, reader, "changed by an atomic", "read");
            shadow.Atomics[g] = old < current ? mine : Merge(worker, warp, old, mine);
        }
    }

    /// <summary>Plain accesses against the atomics before them.</summary>
    private static void CheckAtomics(
        Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, Allocation allocation, RaceShadow shadow, long offset, string done)
    {
        var granule = worker.Program.GlobalGranule;
        var count = site.Bytes / granule;
        var tag = Tag(worker, warp, site);
        var current = (long)worker.Launch.Number << LaunchShift;
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var mine = tag + ((long)pattern->DistinctLane[i] << CodeShift);
            var first = (offset + pattern->Distinct[i]) / granule;
            for (var g = first; g < first + count; g++)
            {
                var atomic = shadow.Atomics[g];
                if (atomic < current)
                    continue;
                if (Conflicts(worker, warp, atomic, mine))
                    throw Race(worker, warp, site, pattern, i, allocation, offset, atomic, done, "changed by an atomic");
                if (site.IsReadOnly)
                    throw Changing(worker, warp, site, pattern, i, allocation, offset, atomic);
            }
        }
    }

    private static long Tag(Worker worker, Warp warp, AccessSite site)
    {
        var stamp = (long)(worker.Stamp - worker.BlockStamp);
        if (stamp > worker.Launch.StampMask)
        {
            throw worker.Fault(
                PtxFaultKind.InvalidLaunch, warp, 0, site.Place,
                $"too many barriers to watch for races: more than {worker.Launch.StampMask} in a block, of {worker.Launch.Grid.Count} blocks");
        }
        return (long)worker.Launch.Number << LaunchShift
            | worker.BlockIndex << worker.Launch.BlockShift
            | stamp << StampShift
            | (long)(32 * warp.Index) << CodeShift
            | (uint)site.Index;
    }

    [MethodImpl(Hot)]
    private static void CheckWriters(
        Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, Allocation allocation, RaceShadow shadow, long offset, string done)
    {
        var granule = worker.Program.GlobalGranule;
        var count = site.Bytes / granule;
        var tag = Tag(worker, warp, site);
        var current = (long)worker.Launch.Number << LaunchShift;
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var mine = tag + ((long)pattern->DistinctLane[i] << CodeShift);
            var first = (offset + pattern->Distinct[i]) / granule;
            if (site.IsStore && pattern->DistinctLane[i] >= AccessPattern.ManyThreads)
                throw Race(worker, warp, site, pattern, i, allocation, offset, mine, "written by several lanes at once and", "written");
            if (!HasSince(shadow.Writers + first, count, current))
                continue;
            for (var g = first; g < first + count; g++)
            {
                var writer = shadow.Writers[g];
                if (writer < current)
                    continue;
                if (Conflicts(worker, warp, writer, mine))
                    throw Race(worker, warp, site, pattern, i, allocation, offset, writer, done, "written");
                if (site.IsReadOnly)
                    throw Changing(worker, warp, site, pattern, i, allocation, offset, writer);
            }
        }
    }

    [MethodImpl(Hot)]
    private static void CheckReaders(
        Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, Allocation allocation, RaceShadow shadow, long offset)
    {
        var granule = worker.Program.GlobalGranule;
        var count = site.Bytes / granule;
        var tag = Tag(worker, warp, site);
        var current = (long)worker.Launch.Number << LaunchShift;
        for (var i = 0; i < pattern->DistinctCount; i++)
        {
            var mine = tag + ((long)pattern->DistinctLane[i] << CodeShift);
            var first = (offset + pattern->Distinct[i]) / granule;
            if (!HasSince(shadow.Readers + first, count, current))
                continue;
            for (var g = first; g < first + count; g++)
            {
                var reader = shadow.Readers[g];
                if (reader >= current && Conflicts(worker, warp, reader, mine))
                    throw Race(worker, warp, site, pattern, i, allocation, offset, reader, "written", "read");
            }
        }
    }

    private static bool Conflicts(Worker worker, Warp warp, long other, long mine)
    {
        if (other >> worker.Launch.BlockShift != mine >> worker.Launch.BlockShift)
            return true;
        var (otherCode, code) = ((int)(other >> CodeShift) & CodeMask, (int)(mine >> CodeShift) & CodeMask);
        if (otherCode == ManyBlocks)
            return true;
        if (otherCode == code && code < AccessPattern.ManyThreads)
            return false;
        var stamp = StampOf(worker, other);
        if (stamp < worker.PhaseStamp - worker.BlockStamp)
            return false;
        var isSameWarp = otherCode < AccessPattern.ManyWarps && (otherCode & 1023) >> 5 == warp.Index;
        return !isSameWarp || stamp >= warp.SyncStamp - worker.BlockStamp;
    }

    private static long StampOf(Worker worker, long tag) => tag >> StampShift & worker.Launch.StampMask;

    private static long Merge(Worker worker, Warp warp, long reader, long mine)
    {
        var (old, code) = ((int)(reader >> CodeShift) & CodeMask, (int)(mine >> CodeShift) & CodeMask);
        if (reader >> worker.Launch.BlockShift != mine >> worker.Launch.BlockShift || old == ManyBlocks)
            return mine | ManyBlocksTag;
        if (old == code || StampOf(worker, reader) < worker.PhaseStamp - worker.BlockStamp)
            return mine;
        if (old >= AccessPattern.ManyWarps || (old & 1023) >> 5 != warp.Index)
            return mine & ~ManyBlocksTag | (long)AccessPattern.ManyWarps << CodeShift;
        return mine | (long)AccessPattern.ManyThreads << CodeShift;
    }

    private static PtxFault Race(
        Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, int distinct, Allocation allocation, long offset, long other,
        string done, string before) =>
        Race(worker, warp, site, pattern->DistinctLane[distinct] & 31, allocation, offset + pattern->Distinct[distinct], other, done, before);

    private static PtxFault Race(
        Worker worker, Warp warp, AccessSite site, int lane, Allocation allocation, long at, long other, string done, string before)
    {
        var code = (int)(other >> CodeShift) & CodeMask;
        var block = worker.Launch.Grid.At(other >> worker.Launch.BlockShift & ((1L << (LaunchShift - worker.Launch.BlockShift)) - 1));
        var by = code == ManyBlocks ? "several blocks"
            : code >= AccessPattern.ManyThreads ? $"several threads of block {block}"
            : $"block {block}, thread {worker.Launch.Block.At(code)}";
        return worker.Fault(
            PtxFaultKind.GlobalRace, warp, lane, site,
            $"offset {at} of '{allocation.Name}' is {done} after it was {before} by {by} with nothing between that orders them",
            allocation.Address + (ulong)at, allocation.Name, worker.Program.Sites[(int)(other & SiteMask)]);
    }

    private static PtxFault Changing(
        Worker worker, Warp warp, AccessSite site, AccessPattern* pattern, int distinct, Allocation allocation, long offset, long other)
    {
        var at = offset + pattern->Distinct[distinct];
        return worker.Fault(
            PtxFaultKind.NotReadOnly, warp, pattern->DistinctLane[distinct] & 31, site,
            $"offset {at} of '{allocation.Name}' is read as read-only data, and has changed in this launch", allocation.Address + (ulong)at,
            allocation.Name, worker.Program.Sites[(int)(other & SiteMask)]);
    }
}
