using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StyleGanIlgpu.PtxEmulator.Memory;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Executes one block of threads after another: their shared memory, what is known of it, and the counters.</summary>
internal sealed unsafe class Worker : IDisposable
{
    /// <summary>Tags of shared memory: stamp, code of the thread, site.</summary>
    public const int StampShift = 32, CodeShift = 20, CodeMask = 0xFFF, SiteMask = 0xFFFFF;

    /// <summary>Writers from here on are copies in flight, of no stamp.</summary>
    public const long InFlight = (long)int.MaxValue << StampShift;

    private readonly Warp[] _warps;

    public Worker(LaunchContext launch)
    {
        Launch = launch;
        Program = launch.Program;
        SharedParts = [.. Program.SharedParts];
        if (launch.DynamicSharedBytes > 0)
            SharedParts = [.. SharedParts, new SharedPart("dynamic", Program.DynamicSharedStart, launch.DynamicSharedBytes)];
        SharedBytes = SharedParts.Length == 0 ? 0 : SharedParts[^1].End;
        Shared = (byte*)NativeMemory.AlignedAlloc((nuint)SharedBytes + 64, 256);
        var granules = (nuint)(SharedBytes / Program.SharedGranule + 8);
        SharedWriters = (long*)NativeMemory.AllocZeroed(granules, sizeof(long));
        SharedReaders = (long*)NativeMemory.AllocZeroed(granules, sizeof(long));
        if (Program.HasSharedAtomics)
            SharedAtomics = (long*)NativeMemory.AllocZeroed(granules, sizeof(long));
        Patterns = (AccessPattern*)NativeMemory.AllocZeroed((nuint)Program.Sites.Length + 1, (nuint)sizeof(AccessPattern));
        SiteAllocations = new Allocation?[Program.Sites.Length];
        WarpInstructions = new long[Program.Blocks.Length];
        LaneInstructions = new long[Program.Blocks.Length];
        Divergent = new long[Program.Blocks.Length];
        var threads = (int)launch.Block.Count;
        MatrixScratch = (byte*)NativeMemory.AlignedAlloc(MatrixMultiply.ScratchBytes, 64);
        _warps = new Warp[(threads + 31) / 32];
        for (var w = 0; w < _warps.Length; w++)
        {
            var lanes = Math.Min(32, threads - 32 * w);
            _warps[w] = new Warp(this, w, lanes == 32 ? uint.MaxValue : (1u << lanes) - 1);
            InitialiseSpecials(_warps[w]);
        }
    }

    public LaunchContext Launch { get; }

    public KernelProgram Program { get; }

    public IReadOnlyList<Warp> Warps => _warps;

    public byte* Shared { get; }

    /// <summary>With the gaps.</summary>
    public int SharedBytes { get; }

    /// <summary>What of it the kernel may use, in order.</summary>
    public SharedPart[] SharedParts { get; }

    public long* SharedWriters { get; }

    public long* SharedReaders { get; }

    /// <summary>Null where the kernel has no atomics on shared memory.</summary>
    public long* SharedAtomics { get; }

    public AccessPattern* Patterns { get; }

    /// <summary>Where <see cref="MatrixMultiply"/> decodes its operands.</summary>
    public byte* MatrixScratch { get; }

    public Allocation?[] SiteAllocations { get; }

    /// <summary>Executions of each block of instructions, by warps and by lanes.</summary>
    public long[] WarpInstructions { get; }

    public long[] LaneInstructions { get; }

    public long[] Divergent { get; }

    public long BlockIndex { get; private set; }

    public Dim3 BlockPosition { get; private set; }

    /// <summary>Counts barriers of any kind: accesses of one stamp between two barriers of the block are unordered.</summary>
    public int Stamp { get; set; }

    /// <summary>Tags from here on are of this block, and of the time since its last barrier.</summary>
    public long BlockStart { get; private set; }

    public long PhaseStart { get; private set; }

    public int BlockStamp { get; private set; }

    public int PhaseStamp { get; private set; }

    public void Begin(long blockIndex)
    {
        BlockIndex = blockIndex;
        BlockPosition = Launch.Grid.At(blockIndex);
        if (Stamp > int.MaxValue / 2)
            ForgetShared();
        BeginPhase();
        BlockStamp = Stamp;
        BlockStart = PhaseStart;
        NativeMemory.Fill(Shared, (nuint)SharedBytes, 0xFF);
        foreach (var warp in _warps)
        {
            warp.Start();
            warp.Splat(6, (uint)BlockPosition.X);
            warp.Splat(7, (uint)BlockPosition.Y);
            warp.Splat(8, (uint)BlockPosition.Z);
        }
    }

    /// <summary>What came before is ordered for all threads of the block.</summary>
    public void BeginPhase()
    {
        Stamp++;
        PhaseStamp = Stamp;
        PhaseStart = (long)Stamp << StampShift;
    }

    public Dim3 Thread(Warp warp, int lane) => Launch.Block.At(32 * warp.Index + lane);

    public PtxFault Fault(
        PtxFaultKind kind, Warp warp, int lane, AccessSite site, string detail, ulong address = 0, string? allocation = null,
        AccessSite? other = null) =>
        new(kind, Program.Name, site.Place, other?.Place, BlockPosition, Thread(warp, lane), address, allocation, detail);

    public PtxFault Fault(PtxFaultKind kind, Warp warp, int lane, PtxPlace? place, string detail) =>
        new(kind, Program.Name, place, null, BlockPosition, Thread(warp, lane), 0, null, detail);

    /// <summary>Makes ready how the lanes of an access spread; the result lies at the site's pattern.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public AccessPattern* Prepare(Warp warp, AccessSite site, ulong* addresses, uint mask, out ulong origin, byte* mask64 = null)
    {
        var pattern = Patterns + site.Index;
        origin = addresses[System.Numerics.BitOperations.TrailingZeroCount(mask)];
        if (mask == warp.Active)
            mask64 = warp.Frame + Translation.FrameLayout.Mask64;
        if (!pattern->Matches(addresses, origin, mask, mask64))
            pattern->Compute(addresses, origin, mask, site.Bytes, site.Space == MemorySpace.Global);
        origin += (ulong)site.Offset;
        if (!pattern->IsAligned || (origin & (ulong)(site.Bytes - 1)) != 0)
            throw Misaligned(warp, site, pattern, origin);
        pattern->Requests++;
        pattern->TotalBytes += (long)pattern->ActiveLanes * site.Bytes;
        return pattern;
    }

    private PtxFault Misaligned(Warp warp, AccessSite site, AccessPattern* pattern, ulong origin)
    {
        for (var lane = 0; lane < 32; lane++)
        {
            var address = origin + (ulong)pattern->Deltas[lane];
            if ((pattern->Mask >> lane & 1) != 0 && (address & (ulong)(site.Bytes - 1)) != 0)
                return Fault(PtxFaultKind.Misaligned, warp, lane, site, $"0x{address:X} is no multiple of {site.Bytes}", address);
        }
        throw new InvalidOperationException("No lane is misaligned.");
    }

    private void ForgetShared()
    {
        var granules = (nuint)(SharedBytes / Program.SharedGranule + 8);
        NativeMemory.Clear(SharedWriters, granules * sizeof(long));
        NativeMemory.Clear(SharedReaders, granules * sizeof(long));
        if (SharedAtomics != null)
            NativeMemory.Clear(SharedAtomics, granules * sizeof(long));
        Stamp = 0;
    }

    private void InitialiseSpecials(Warp warp)
    {
        var (grid, block) = (Launch.Grid, Launch.Block);
        for (var lane = 0; lane < 32; lane++)
        {
            var thread = block.At(32 * warp.Index + lane);
            Set(warp, 0, lane, (uint)thread.X);
            Set(warp, 1, lane, (uint)thread.Y);
            Set(warp, 2, lane, (uint)thread.Z);
            Set(warp, 12, lane, (uint)lane);
            Set(warp, 17, lane, 1u << lane);
            Set(warp, 18, lane, (uint)((2ul << lane) - 1));
            Set(warp, 19, lane, (1u << lane) - 1);
            Set(warp, 20, lane, uint.MaxValue << lane);
            Set(warp, 21, lane, (uint)(0xFFFF_FFFEul << lane));
        }
        warp.Splat(3, (uint)block.X);
        warp.Splat(4, (uint)block.Y);
        warp.Splat(5, (uint)block.Z);
        warp.Splat(9, (uint)grid.X);
        warp.Splat(10, (uint)grid.Y);
        warp.Splat(11, (uint)grid.Z);
        warp.Splat(13, (uint)warp.Index);
        warp.Splat(14, (uint)((block.Count + 31) / 32));
        warp.Splat(15, (uint)Launch.DynamicSharedBytes);
        warp.Splat(16, (uint)(Launch.DynamicSharedBytes == 0 ? Program.StaticSharedBytes : Program.DynamicSharedOffset + Launch.DynamicSharedBytes));
    }

    private static void Set(Warp warp, int special, int lane, uint value) =>
        ((uint*)(warp.Frame + Translation.FrameLayout.Special + special * Translation.FrameLayout.SpecialBytes))[lane] = value;

    public void Dispose()
    {
        NativeMemory.AlignedFree(Shared);
        NativeMemory.Free(SharedWriters);
        NativeMemory.Free(SharedReaders);
        NativeMemory.Free(SharedAtomics);
        NativeMemory.Free(Patterns);
        NativeMemory.AlignedFree(MatrixScratch);
        foreach (var warp in _warps)
            warp.Dispose();
    }
}
