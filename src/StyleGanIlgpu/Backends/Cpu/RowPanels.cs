using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// Matrices [out, in] that multiply rows, packed as [out block][in][B]: one input times one vector of weights feeds a block of outputs,
/// weights are read straight through, and no sum runs across lanes.
/// </summary>
internal static unsafe class RowPanels
{
    /// <summary>Multiply-adds that are worth a task of their own, some microseconds.</summary>
    public const int TaskWork = 1 << 16;

    public static long Length(int outs, int ins) => (long)CpuLayout.Blocks(outs) * ins * SimdLevel.Lanes;

    /// <summary>Blocks of outputs for one task.</summary>
    public static int BlocksPerTask(int ins, int batch) => (int)Math.Max(1, TaskWork / Math.Max(1, (long)ins * batch * SimdLevel.Lanes));

    /// <summary>Packs a matrix; the panels are zeroed before.</summary>
    public static void Pack(ReadOnlySpan<float> matrix, int outs, int ins, double gain, float* panels)
    {
        var lanes = SimdLevel.Lanes;
        for (var o = 0; o < outs; o++)
        {
            var row = matrix.Slice(o * ins, ins);
            var target = panels + (long)(o / lanes) * ins * lanes + o % lanes;
            for (var i = 0; i < ins; i++)
                target[(long)i * lanes] = (float)(row[i] * gain);
        }
    }

    /// <summary>
    /// A block of outputs for one row. Four sums side by side, because one would wait for its own last addition.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVec Multiply<TSimd, TVec>(float* row, float* panel, int ins)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var (s0, s1, s2, s3) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
        var i = 0;
        for (; i <= ins - 4; i += 4)
        {
            s0 = TSimd.MultiplyAdd(TSimd.Splat(row[i]), TSimd.Load(panel), s0);
            s1 = TSimd.MultiplyAdd(TSimd.Splat(row[i + 1]), TSimd.Load(panel + TSimd.Lanes), s1);
            s2 = TSimd.MultiplyAdd(TSimd.Splat(row[i + 2]), TSimd.Load(panel + 2 * TSimd.Lanes), s2);
            s3 = TSimd.MultiplyAdd(TSimd.Splat(row[i + 3]), TSimd.Load(panel + 3 * TSimd.Lanes), s3);
            panel += 4 * TSimd.Lanes;
        }
        for (; i < ins; i++)
        {
            s0 = TSimd.MultiplyAdd(TSimd.Splat(row[i]), TSimd.Load(panel), s0);
            panel += TSimd.Lanes;
        }
        return TSimd.Add(TSimd.Add(s0, s1), TSimd.Add(s2, s3));
    }

    /// <summary>Stores the lanes of a block that are outputs; what lies behind the row isn't touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TSimd, TVec>(float* target, TVec values, int count)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        if (count >= TSimd.Lanes)
            TSimd.Store(target, values);
        else
            StorePart<TSimd, TVec>(target, values, count);
    }

    private static void StorePart<TSimd, TVec>(float* target, TVec values, int count)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var lanes = stackalloc float[TSimd.Lanes];
        TSimd.Store(lanes, values);
        new ReadOnlySpan<float>(lanes, count).CopyTo(new Span<float>(target, count));
    }
}
