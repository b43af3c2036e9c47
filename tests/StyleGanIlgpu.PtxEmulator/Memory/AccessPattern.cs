using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Memory;

/// <summary>
/// How the lanes of a warp spread over memory at one instruction, relative to the first active lane, with what follows from it.
/// Warps repeat their patterns, so it is kept per instruction and computed anew only when the differences change.
/// </summary>
internal unsafe struct AccessPattern
{
    /// <summary>Tag codes of who touched a word: a thread of the block (10 bits), several of one warp, or several warps.</summary>
    public const int ManyThreads = 1 << 10, ManyWarps = 1 << 11;

    public fixed long Deltas[32];
    public uint Mask;

    /// <summary>From the least to behind the greatest byte.</summary>
    public long Low, High;

    /// <summary>All differences are multiples of the access size.</summary>
    public bool IsAligned;

    /// <summary>Lane i lies i sizes behind lane 0, all active.</summary>
    public bool IsContiguous;

    /// <summary>Two lanes meet at one address.</summary>
    public bool HasSharing;

    /// <summary>Distinct places in ascending order, and who accesses each: a lane, or <see cref="ManyThreads"/>.</summary>
    public int DistinctCount;
    public fixed long Distinct[32];
    public fixed short DistinctLane[32];

    /// <summary>Rounds through the shared memory's banks, and the least possible.</summary>
    public int Wavefronts, LeastWavefronts;

    /// <summary>32-byte sectors, valid while the first address has this remainder by 32.</summary>
    public int Sectors, SectorsRemainder;

    public long Requests, TotalSectors, TotalBytes, TotalWavefronts, TotalLeastWavefronts;

    /// <summary>Whether the addresses are spread as they were last time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly bool Matches(ulong* addresses, ulong origin, uint mask, byte* mask64)
    {
        if (mask != Mask)
            return false;
        if (mask64 == null)
            return MatchesOneByOne(addresses, origin);
        var start = Vector256.Create(origin);
        var difference = Vector256<ulong>.Zero;
        fixed (long* deltas = Deltas)
        {
            if (mask == uint.MaxValue)
            {
                for (var i = 0; i < 32; i += 4)
                    difference |= (Vector256.Load(addresses + i) - start) ^ Vector256.Load((ulong*)deltas + i);
            }
            else
            {
                for (var i = 0; i < 32; i += 4)
                {
                    difference |= ((Vector256.Load(addresses + i) - start) ^ Vector256.Load((ulong*)deltas + i))
                        & Vector256.Load((ulong*)mask64 + i);
                }
            }
        }
        return difference == Vector256<ulong>.Zero;
    }

    private readonly bool MatchesOneByOne(ulong* addresses, ulong origin)
    {
        for (var lanes = Mask; lanes != 0; lanes &= lanes - 1)
        {
            var lane = BitOperations.TrailingZeroCount(lanes);
            if ((long)(addresses[lane] - origin) != Deltas[lane])
                return false;
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compute(ulong* addresses, ulong origin, uint mask, int bytes, bool isGlobal)
    {
        Mask = mask;
        (Low, High) = (0, 0);
        IsAligned = true;
        IsContiguous = mask == uint.MaxValue;
        SectorsRemainder = -1;
        DistinctCount = 0;
        HasSharing = false;
        for (var lane = 0; lane < 32; lane++)
        {
            var delta = (long)(addresses[lane] - origin);
            Deltas[lane] = delta;
            if ((mask >> lane & 1) == 0)
                continue;
            Low = Math.Min(Low, delta);
            High = Math.Max(High, delta);
            IsAligned &= (delta & (bytes - 1)) == 0;
            IsContiguous &= delta == (long)lane * bytes;
            Insert(delta, lane);
        }
        High += bytes;
        (Wavefronts, LeastWavefronts) = (0, 0);
        if (!isGlobal)
            CountWavefronts(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Insert(long delta, int lane)
    {
        var at = DistinctCount;
        while (at > 0 && Distinct[at - 1] > delta)
            at--;
        if (at > 0 && Distinct[at - 1] == delta)
        {
            DistinctLane[at - 1] = ManyThreads;
            HasSharing = true;
            return;
        }
        for (var i = DistinctCount; i > at; i--)
        {
            Distinct[i] = Distinct[i - 1];
            DistinctLane[i] = DistinctLane[i - 1];
        }
        Distinct[at] = delta;
        DistinctLane[at] = (short)lane;
        DistinctCount++;
    }

    /// <summary>
    /// 32 banks of 4 bytes; 8- and 16-byte accesses are served in halves and quarters of the warp; lanes that read one word share it.
    /// A common shift of all addresses turns the banks alike, so the differences decide.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountWavefronts(int bytes)
    {
        var lanes = bytes switch { 16 => 8, 8 => 16, _ => 32 };
        var words = Math.Max(1, bytes / 4);
        if (IsContiguous && bytes >= 4)
        {
            Wavefronts = LeastWavefronts = 32 / lanes;
            return;
        }
        var seen = stackalloc long[32];
        var perBank = stackalloc int[32];
        for (var from = 0; from < 32; from += lanes)
        {
            if ((Mask >> from & (lanes == 32 ? uint.MaxValue : (1u << lanes) - 1)) == 0)
                continue;
            var count = 0;
            for (var bank = 0; bank < 32; bank++)
                perBank[bank] = 0;
            var worst = 0;
            for (var lane = from; lane < from + lanes; lane++)
            {
                if ((Mask >> lane & 1) == 0)
                    continue;
                var word = Deltas[lane] >> 2;
                var isKnown = false;
                for (var i = 0; i < count && !isKnown; i++)
                    isKnown = seen[i] == word;
                if (isKnown)
                    continue;
                seen[count++] = word;
                for (var w = 0; w < words; w++)
                    worst = Math.Max(worst, ++perBank[(int)(word + w) & 31]);
            }
            Wavefronts += worst;
            LeastWavefronts++;
        }
    }

    public void CountSectors(ulong origin, int bytes)
    {
        SectorsRemainder = (int)(origin & 31);
        Sectors = 0;
        var last = long.MinValue;
        for (var i = 0; i < DistinctCount; i++)
        {
            // Aligned accesses of up to 16 bytes never straddle a sector.
            var sector = (SectorsRemainder + Distinct[i]) >> 5;
            if (sector != last)
                Sectors++;
            last = sector;
        }
    }

    public readonly int ActiveLanes => BitOperations.PopCount(Mask);
}
