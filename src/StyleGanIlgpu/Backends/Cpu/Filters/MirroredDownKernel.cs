using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// Down-sampling by 2 along rows with 12 mirrored taps: samples that share a tap are added first, so half the multiplications remain:
/// target[i] = sum over j, k &lt; 6 of taps[j, k] * (source[j][2 i + k] + source[j][2 i + 11 - k]). With several rows of taps it is the
/// horizontal half of a plane filter whose rows have been folded before.
/// </summary>
/// <remarks>
/// Neighbouring outputs share samples two apart. Taking the even k first and then the odd ones, four outputs need eight samples in registers
/// and 24 loads instead of 48. Sums are in the same order wherever an output stands in its row.
/// </remarks>
internal static unsafe class MirroredDownKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private const int Tile = 4;

    /// <param name="source">First sample of the first output.</param>
    /// <param name="stride">Floats from a row of samples to the next.</param>
    /// <param name="taps">[rows, 6], a row in the order of <see cref="MirroredTaps.Order"/>.</param>
    /// <param name="rows">Rows of taps.</param>
    /// <param name="target">First output; does not overlap the source.</param>
    /// <param name="count">Outputs.</param>
    public static void Run(float* source, nint stride, float* taps, int rows, float* target, int count)
    {
        if (count < Tile)
            Singles(source, stride, taps, rows, target, count);
        else
            Tiles(source, stride, taps, rows, target, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Singles(float* source, nint stride, float* taps, int rows, float* target, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var sum = TSimd.Zero;
            for (var j = 0; j < rows; j++)
            {
                var s = source + j * stride + (nint)i * MirroredTaps.Step * TSimd.Lanes;
                var t = taps + j * MirroredTaps.Folded;
                for (var k = 0; k < MirroredTaps.Folded; k++)
                {
                    var near = MirroredTaps.Order[k];
                    var folded = TSimd.Add(TSimd.Load(s + near * TSimd.Lanes), TSimd.Load(s + (MirroredTaps.Length - 1 - near) * TSimd.Lanes));
                    sum = TSimd.MultiplyAdd(folded, TSimd.Splat(t[k]), sum);
                }
            }
            TSimd.Store(target + (nint)i * TSimd.Lanes, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles(float* source, nint stride, float* taps, int rows, float* target, int count)
    {
        for (var done = 0; done < count; done += Tile)
        {
            // The last tile overlaps the one before, so that no remainder is left; it writes the same values again.
            var at = Math.Min(done, count - Tile);
            var (s0, s1, s2, s3) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var s = source + (nint)at * MirroredTaps.Step * TSimd.Lanes;
            var t = taps;
            for (var j = 0; j < rows; j++)
            {
                HalfRow(s, s + 11 * TSimd.Lanes, t, ref s0, ref s1, ref s2, ref s3);
                HalfRow(s + TSimd.Lanes, s + 10 * TSimd.Lanes, t + 3, ref s0, ref s1, ref s2, ref s3);
                s += stride;
                t += MirroredTaps.Folded;
            }
            var output = target + (nint)at * TSimd.Lanes;
            TSimd.Store(output, s0);
            TSimd.Store(output + TSimd.Lanes, s1);
            TSimd.Store(output + 2 * TSimd.Lanes, s2);
            TSimd.Store(output + 3 * TSimd.Lanes, s3);
        }
    }

    /// <summary>Three taps two apart: near samples walk right, far ones left, and each serves up to three outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalfRow(float* near, float* far, float* taps, ref TVec s0, ref TVec s1, ref TVec s2, ref TVec s3)
    {
        var n1 = TSimd.Load(near + 2 * TSimd.Lanes);
        var n2 = TSimd.Load(near + 4 * TSimd.Lanes);
        var n3 = TSimd.Load(near + 6 * TSimd.Lanes);
        var f0 = TSimd.Load(far);
        var f1 = TSimd.Load(far + 2 * TSimd.Lanes);
        var f2 = TSimd.Load(far + 4 * TSimd.Lanes);
        var t = TSimd.Splat(taps[0]);
        s0 = TSimd.MultiplyAdd(TSimd.Add(TSimd.Load(near), f0), t, s0);
        s1 = TSimd.MultiplyAdd(TSimd.Add(n1, f1), t, s1);
        s2 = TSimd.MultiplyAdd(TSimd.Add(n2, f2), t, s2);
        s3 = TSimd.MultiplyAdd(TSimd.Add(n3, TSimd.Load(far + 6 * TSimd.Lanes)), t, s3);

        var n4 = TSimd.Load(near + 8 * TSimd.Lanes);
        var fm = TSimd.Load(far - 2 * TSimd.Lanes);
        t = TSimd.Splat(taps[1]);
        s0 = TSimd.MultiplyAdd(TSimd.Add(n1, fm), t, s0);
        s1 = TSimd.MultiplyAdd(TSimd.Add(n2, f0), t, s1);
        s2 = TSimd.MultiplyAdd(TSimd.Add(n3, f1), t, s2);
        s3 = TSimd.MultiplyAdd(TSimd.Add(n4, f2), t, s3);

        t = TSimd.Splat(taps[2]);
        s0 = TSimd.MultiplyAdd(TSimd.Add(n2, TSimd.Load(far - 4 * TSimd.Lanes)), t, s0);
        s1 = TSimd.MultiplyAdd(TSimd.Add(n3, fm), t, s1);
        s2 = TSimd.MultiplyAdd(TSimd.Add(n4, f0), t, s2);
        s3 = TSimd.MultiplyAdd(TSimd.Add(TSimd.Load(near + 10 * TSimd.Lanes), f1), t, s3);
    }
}
