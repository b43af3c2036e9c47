using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// What a lane of <see cref="FourTapsKernel{TInput}"/> reads of a row, as words: its four columns, and the three after them where it is the strip's
/// last; the others get those from the lane beside.
/// </summary>
internal struct FourTapsRow<TInput>
    where TInput : struct, IMapStorage
{
    private Float4 w0;
    private Float4 w1;
    private Float4 w2;
    private Float4 w3;
    private Float4 w4;
    private Float4 w5;
    private Float4 w6;

    /// <summary>Zeros beyond the border, where something inside is read all the same: only strips and rows there need to ask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourTapsRow<TInput> Load(FourTapsArguments a, FourTapsColumns columns, int row, bool isBorder, bool isLast)
    {
        var start = ((Grid.IdxZ * a.InputHeight) + FourTapsColumns.Inside(row, a.InputHeight)) * a.InputWidth * a.InputQuads;
        var read = new FourTapsRow<TInput>
        {
            w0 = TInput.LoadWords(a.Input, start + columns.P0),
            w1 = TInput.LoadWords(a.Input, start + columns.P1),
            w2 = TInput.LoadWords(a.Input, start + columns.P2),
            w3 = TInput.LoadWords(a.Input, start + columns.P3),
        };
        if (isLast)
        {
            read.w4 = TInput.LoadWords(a.Input, start + columns.P4);
            read.w5 = TInput.LoadWords(a.Input, start + columns.P5);
            read.w6 = TInput.LoadWords(a.Input, start + columns.P6);
        }
        var isRow = row >= 0 & row < a.InputHeight;
        if (isBorder | !isRow)
        {
            read.w0 = Keep(a, isRow, columns.First, read.w0);
            read.w1 = Keep(a, isRow, columns.First + 1, read.w1);
            read.w2 = Keep(a, isRow, columns.First + 2, read.w2);
            read.w3 = Keep(a, isRow, columns.First + 3, read.w3);
            read.w4 = Keep(a, isRow, columns.First + 4, read.w4);
            read.w5 = Keep(a, isRow, columns.First + 5, read.w5);
            read.w6 = Keep(a, isRow, columns.First + 6, read.w6);
        }
        return read;
    }

    /// <summary>The row filtered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly FourQuads Across(FourTapsArguments a, bool isLast)
    {
        var q0 = TInput.Widen(w0);
        var q1 = TInput.Widen(w1);
        var q2 = TInput.Widen(w2);
        var q3 = TInput.Widen(w3);
        var q4 = TInput.Widen(Choose(isLast, w4, TInput.ShuffleDown(w0, TInput.SectorQuads)));
        var q5 = TInput.Widen(Choose(isLast, w5, TInput.ShuffleDown(w1, TInput.SectorQuads)));
        var q6 = TInput.Widen(Choose(isLast, w6, TInput.ShuffleDown(w2, TInput.SectorQuads)));
        return new FourQuads
        {
            Q0 = Across(a, q0, q1, q2, q3),
            Q1 = Across(a, q1, q2, q3, q4),
            Q2 = Across(a, q2, q3, q4, q5),
            Q3 = Across(a, q3, q4, q5, q6),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Across(FourTapsArguments a, Float4 q0, Float4 q1, Float4 q2, Float4 q3) => QuadMath.MultiplyAdd(
        q3, a.Row3, QuadMath.MultiplyAdd(q2, a.Row2, QuadMath.MultiplyAdd(q1, a.Row1, QuadMath.Multiply(q0, QuadMath.Splat(a.Row0)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Keep(FourTapsArguments a, bool isRow, int column, Float4 words) => Choose(isRow & column >= 0 & column < a.InputWidth, words, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Float4 Choose(bool isFirst, Float4 first, Float4 second) => new()
    {
        X = isFirst ? first.X : second.X,
        Y = isFirst ? first.Y : second.Y,
        Z = isFirst ? first.Z : second.Z,
        W = isFirst ? first.W : second.W,
    };
}
