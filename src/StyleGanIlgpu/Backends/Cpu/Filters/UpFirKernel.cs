using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// Up-sampling filters by 2 and 4: the outputs between two inputs (a group) read the same inputs, so a loaded sample serves all phases.
/// target[i * group + r * phase] = bend(sum over k of taps[r, k] * source[i + k * stride]), i counting vectors: horizontal with a stride
/// of one vector, vertical with that of a row. Sums are in the order of k wherever an output stands.
/// </summary>
internal static unsafe class UpFirKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Whether this file has a kernel for the factor.</summary>
    public static bool Supports(int up) => up is 2 or 4;

    /// <param name="up">2 or 4, the number of phases.</param>
    /// <param name="source">First sample of the first group.</param>
    /// <param name="stride">Floats from a sample to the next along the filter.</param>
    /// <param name="taps">[up, count].</param>
    /// <param name="count">Taps of a phase.</param>
    /// <param name="target">First output; does not overlap the source.</param>
    /// <param name="group">Floats from a group of outputs to the next.</param>
    /// <param name="phase">Floats from an output of a group to the next.</param>
    /// <param name="groups">Groups.</param>
    /// <param name="bend">Constants of the leaky ReLU, where <typeparamref name="TBend"/> bends.</param>
    public static void Run<TBend>(
        int up, float* source, nint stride, float* taps, int count, float* target, nint group, nint phase, int groups, float* bend)
        where TBend : struct, IBend
    {
        var tile = up == 2 ? 6 : 3;
        if (groups < tile)
        {
            for (var i = 0; i < groups; i++)
            {
                for (var r = 0; r < up; r++)
                    Single<TBend>(source + (nint)i * TSimd.Lanes, stride, taps + r * count, count, target + i * group + r * phase, bend);
            }
            return;
        }
        if (up == 2)
            Two<TBend>(source, stride, taps, count, target, group, phase, groups, bend);
        else
            Four<TBend>(source, stride, taps, count, target, group, phase, groups, bend);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Single<TBend>(float* source, nint stride, float* taps, int count, float* target, float* bend)
        where TBend : struct, IBend
    {
        var sum = TSimd.Zero;
        for (var k = 0; k < count; k++)
            sum = TSimd.MultiplyAdd(TSimd.Load(source + k * stride), TSimd.Splat(taps[k]), sum);
        TSimd.Store(target, TBend.Bends ? Bend<TSimd, TVec>.Of(sum, TSimd.Load(bend), TSimd.Load(bend + TSimd.Lanes), TSimd.Load(bend + 2 * TSimd.Lanes)) : sum);
    }

    /// <summary>6 groups of 2 in 12 registers. The last tile overlaps the one before and writes the same values again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two<TBend>(
        float* source, nint stride, float* taps, int count, float* target, nint group, nint phase, int groups, float* bend)
        where TBend : struct, IBend
    {
        for (var done = 0; done < groups; done += 6)
        {
            var at = Math.Min(done, groups - 6);
            var (a0, a1, a2, a3, a4, a5) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var (b0, b1, b2, b3, b4, b5) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var sample = source + (nint)at * TSimd.Lanes;
            var tap = taps;
            var end = taps + count;
            do
            {
                var a = TSimd.Splat(*tap);
                var b = TSimd.Splat(tap[count]);
                var v = TSimd.Load(sample);
                a0 = TSimd.MultiplyAdd(v, a, a0);
                b0 = TSimd.MultiplyAdd(v, b, b0);
                v = TSimd.Load(sample + TSimd.Lanes);
                a1 = TSimd.MultiplyAdd(v, a, a1);
                b1 = TSimd.MultiplyAdd(v, b, b1);
                v = TSimd.Load(sample + 2 * TSimd.Lanes);
                a2 = TSimd.MultiplyAdd(v, a, a2);
                b2 = TSimd.MultiplyAdd(v, b, b2);
                v = TSimd.Load(sample + 3 * TSimd.Lanes);
                a3 = TSimd.MultiplyAdd(v, a, a3);
                b3 = TSimd.MultiplyAdd(v, b, b3);
                v = TSimd.Load(sample + 4 * TSimd.Lanes);
                a4 = TSimd.MultiplyAdd(v, a, a4);
                b4 = TSimd.MultiplyAdd(v, b, b4);
                v = TSimd.Load(sample + 5 * TSimd.Lanes);
                a5 = TSimd.MultiplyAdd(v, a, a5);
                b5 = TSimd.MultiplyAdd(v, b, b5);
                sample += stride;
            }
            while (++tap < end);

            // Loaded here, and not before: between the tiles no register is free to keep them.
            var (slope, upper, lower) = LoadConstants<TBend>(bend);
            var output = target + at * group;
            StorePair<TBend>(output, phase, a0, b0, slope, upper, lower);
            StorePair<TBend>(output += group, phase, a1, b1, slope, upper, lower);
            StorePair<TBend>(output += group, phase, a2, b2, slope, upper, lower);
            StorePair<TBend>(output += group, phase, a3, b3, slope, upper, lower);
            StorePair<TBend>(output += group, phase, a4, b4, slope, upper, lower);
            StorePair<TBend>(output + group, phase, a5, b5, slope, upper, lower);
        }
    }

    /// <summary>3 groups of 4 in 12 registers. The last tile overlaps the one before and writes the same values again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<TBend>(
        float* source, nint stride, float* taps, int count, float* target, nint group, nint phase, int groups, float* bend)
        where TBend : struct, IBend
    {
        for (var done = 0; done < groups; done += 3)
        {
            var at = Math.Min(done, groups - 3);
            var (a0, b0, c0, d0) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var (a1, b1, c1, d1) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var (a2, b2, c2, d2) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var sample = source + (nint)at * TSimd.Lanes;
            var tap = taps;
            var end = taps + count;
            do
            {
                var v0 = TSimd.Load(sample);
                var v1 = TSimd.Load(sample + TSimd.Lanes);
                var v2 = TSimd.Load(sample + 2 * TSimd.Lanes);
                var t = TSimd.Splat(*tap);
                a0 = TSimd.MultiplyAdd(v0, t, a0);
                a1 = TSimd.MultiplyAdd(v1, t, a1);
                a2 = TSimd.MultiplyAdd(v2, t, a2);
                t = TSimd.Splat(tap[count]);
                b0 = TSimd.MultiplyAdd(v0, t, b0);
                b1 = TSimd.MultiplyAdd(v1, t, b1);
                b2 = TSimd.MultiplyAdd(v2, t, b2);
                t = TSimd.Splat(tap[2 * count]);
                c0 = TSimd.MultiplyAdd(v0, t, c0);
                c1 = TSimd.MultiplyAdd(v1, t, c1);
                c2 = TSimd.MultiplyAdd(v2, t, c2);
                t = TSimd.Splat(tap[3 * count]);
                d0 = TSimd.MultiplyAdd(v0, t, d0);
                d1 = TSimd.MultiplyAdd(v1, t, d1);
                d2 = TSimd.MultiplyAdd(v2, t, d2);
                sample += stride;
            }
            while (++tap < end);

            // Loaded here, and not before: between the tiles no register is free to keep them.
            var (slope, upper, lower) = LoadConstants<TBend>(bend);
            var output = target + at * group;
            StorePair<TBend>(output, phase, a0, b0, slope, upper, lower);
            StorePair<TBend>(output + 2 * phase, phase, c0, d0, slope, upper, lower);
            output += group;
            StorePair<TBend>(output, phase, a1, b1, slope, upper, lower);
            StorePair<TBend>(output + 2 * phase, phase, c1, d1, slope, upper, lower);
            output += group;
            StorePair<TBend>(output, phase, a2, b2, slope, upper, lower);
            StorePair<TBend>(output + 2 * phase, phase, c2, d2, slope, upper, lower);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVec Slope, TVec Upper, TVec Lower) LoadConstants<TBend>(float* bend)
        where TBend : struct, IBend =>
        TBend.Bends ? (TSimd.Load(bend), TSimd.Load(bend + TSimd.Lanes), TSimd.Load(bend + 2 * TSimd.Lanes)) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<TBend>(float* output, nint phase, TVec first, TVec second, TVec slope, TVec upper, TVec lower)
        where TBend : struct, IBend
    {
        TSimd.Store(output, TBend.Bends ? Bend<TSimd, TVec>.Of(first, slope, upper, lower) : first);
        TSimd.Store(output + phase, TBend.Bends ? Bend<TSimd, TVec>.Of(second, slope, upper, lower) : second);
    }
}
