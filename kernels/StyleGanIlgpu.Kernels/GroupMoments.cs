using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Merges the moments of a group's threads, whose lowest bits say which quad of a sector each of them has: lanes by shuffles, then warps the same
/// way, always in the same order.
/// </summary>
internal static class GroupMoments<TInput>
    where TInput : struct, IMapStorage
{
    private const int Warps = StyledInstanceNormArguments.Threads / WarpSums.Lanes;
    private static int Slots => Warps * TInput.SectorQuads;

    /// <summary>All threads take part.</summary>
    /// <returns>In the first threads, one for each quad, the moments of all; something in the others.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Moments Merge(Moments moments)
    {
        var means = SharedMemory.Allocate<Float4>(Slots);
        var squares = SharedMemory.Allocate<Float4>(Slots);
        var counts = SharedMemory.Allocate<float>(Slots);
        moments = MergeLanes(moments);
        var lane = Group.IdxX % WarpSums.Lanes;
        if (lane < TInput.SectorQuads)
        {
            var slot = (Group.IdxX / WarpSums.Lanes * TInput.SectorQuads) + lane;
            means[slot] = moments.Mean;
            squares[slot] = moments.Squares;
            counts[slot] = moments.Count;
        }
        Group.Barrier();
        var ofWarps = new Moments();
        if (Group.IdxX < Slots)
            ofWarps = new Moments { Count = counts[Group.IdxX], Mean = means[Group.IdxX], Squares = squares[Group.IdxX] };
        return MergeLanes(ofWarps);
    }

    /// <summary>Lanes of the same quad meet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Moments MergeLanes(Moments moments)
    {
        for (var distance = TInput.SectorQuads; distance < WarpSums.Lanes; distance *= 2)
        {
            moments.Merge(new Moments
            {
                Count = Warp.ShuffleXor(moments.Count, distance),
                Mean = Shuffled(moments.Mean, distance),
                Squares = Shuffled(moments.Squares, distance),
            });
        }
        return moments;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Shuffled(Float4 value, int distance) => new()
    {
        X = Warp.ShuffleXor(value.X, distance),
        Y = Warp.ShuffleXor(value.Y, distance),
        Z = Warp.ShuffleXor(value.Z, distance),
        W = Warp.ShuffleXor(value.W, distance),
    };
}
