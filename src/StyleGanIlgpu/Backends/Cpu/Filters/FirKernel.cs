using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// The general filter of a row: target[i] = sum over j, k of taps[j, k] * source[i * step + j * row + k * column], in vectors of one
/// channel block. Horizontal (rows = 1), vertical (columns = 1) and plane filters are all of this form, with other strides.
/// Every output is summed in the same order wherever it stands in the row, so a picture doesn't depend on how it is cut into tiles.
/// </summary>
internal static unsafe class FirKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Outputs held in registers at once: with a tap and a sample they leave some of AVX2's 16 for addresses.</summary>
    private const int Tile = 8;

    /// <summary>Filters one row.</summary>
    /// <param name="source">First sample of the first output.</param>
    /// <param name="step">Vectors between the first samples of neighbouring outputs.</param>
    /// <param name="rowStride">Floats from a row of samples to the next.</param>
    /// <param name="columnStride">Floats from a sample to the next within a row.</param>
    /// <param name="taps">[rows, columns].</param>
    /// <param name="rows">Rows of taps.</param>
    /// <param name="columns">Taps in a row.</param>
    /// <param name="target">First output; does not overlap the source.</param>
    /// <param name="targetStep">Vectors between neighbouring outputs.</param>
    /// <param name="count">Outputs.</param>
    public static void Run(
        float* source, int step, nint rowStride, nint columnStride, float* taps, int rows, int columns, float* target, int targetStep, int count)
    {
        if (count < Tile || step > 2)
            Singles(source, (nint)step * TSimd.Lanes, rowStride, columnStride, taps, rows, columns, target, targetStep, count);
        else if (step == 1)
            Tiles<One>(source, rowStride, columnStride, taps, rows, columns, target, targetStep, count);
        else
            Tiles<Two>(source, rowStride, columnStride, taps, rows, columns, target, targetStep, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Singles(
        float* source, nint step, nint rowStride, nint columnStride, float* taps, int rows, int columns, float* target, int targetStep, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var sum = TSimd.Zero;
            var tap = taps;
            for (var j = 0; j < rows; j++)
            {
                var sample = source + j * rowStride;
                for (var k = 0; k < columns; k++)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(sample), TSimd.Splat(*tap++), sum);
                    sample += columnStride;
                }
            }
            TSimd.Store(target, sum);
            source += step;
            target += (nint)targetStep * TSimd.Lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<TStep>(
        float* source, nint rowStride, nint columnStride, float* taps, int rows, int columns, float* target, int targetStep, int count)
        where TStep : struct, IStep
    {
        var step = TStep.Vectors * TSimd.Lanes;
        var next = (nint)targetStep * TSimd.Lanes;
        for (var done = 0; done < count; done += Tile)
        {
            // The last tile overlaps the one before, so that no remainder is left; it writes the same values again.
            var at = Math.Min(done, count - Tile);
            var (s0, s1, s2, s3) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var (s4, s5, s6, s7) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var tap = taps;
            for (var j = 0; j < rows; j++)
            {
                var sample = source + (nint)at * step + j * rowStride;
                var end = tap + columns;
                do
                {
                    var t = TSimd.Splat(*tap);
                    s0 = TSimd.MultiplyAdd(TSimd.Load(sample), t, s0);
                    s1 = TSimd.MultiplyAdd(TSimd.Load(sample + step), t, s1);
                    s2 = TSimd.MultiplyAdd(TSimd.Load(sample + 2 * step), t, s2);
                    s3 = TSimd.MultiplyAdd(TSimd.Load(sample + 3 * step), t, s3);
                    s4 = TSimd.MultiplyAdd(TSimd.Load(sample + 4 * step), t, s4);
                    s5 = TSimd.MultiplyAdd(TSimd.Load(sample + 5 * step), t, s5);
                    s6 = TSimd.MultiplyAdd(TSimd.Load(sample + 6 * step), t, s6);
                    s7 = TSimd.MultiplyAdd(TSimd.Load(sample + 7 * step), t, s7);
                    sample += columnStride;
                }
                while (++tap < end);
            }
            var output = target + at * next;
            TSimd.Store(output, s0);
            TSimd.Store(output + next, s1);
            TSimd.Store(output + 2 * next, s2);
            TSimd.Store(output + 3 * next, s3);
            TSimd.Store(output + 4 * next, s4);
            TSimd.Store(output + 5 * next, s5);
            TSimd.Store(output + 6 * next, s6);
            TSimd.Store(output + 7 * next, s7);
        }
    }

    /// <summary>A step that the compiler knows, so that the addresses of a tile become constant displacements.</summary>
    private interface IStep
    {
        static abstract int Vectors { get; }
    }

    private readonly struct One : IStep
    {
        public static int Vectors => 1;
    }

    private readonly struct Two : IStep
    {
        public static int Vectors => 2;
    }
}
