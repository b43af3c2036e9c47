using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>12 taps along the row, then 12 along the column: 18 multiply-adds a raised row and output.</summary>
internal struct SeparableDown : IDownFilter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PartialColumn First(FilteredLeakyReluArguments a, PartialColumn column, Window window)
    {
        var x = Across(a, window);
        return new PartialColumn
        {
            P0 = a.Down2.T0 * x,
            P1 = MathF.FusedMultiplyAdd(a.Down2.T2, x, column.P0),
            P2 = MathF.FusedMultiplyAdd(a.Down2.T4, x, column.P1),
            P3 = MathF.FusedMultiplyAdd(a.Down3.T0, x, column.P2),
            P4 = MathF.FusedMultiplyAdd(a.Down3.T2, x, column.P3),
            P5 = MathF.FusedMultiplyAdd(a.Down3.T4, x, column.P4),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PartialColumn Second(FilteredLeakyReluArguments a, PartialColumn column, Window window)
    {
        var x = Across(a, window);
        return new PartialColumn
        {
            P0 = MathF.FusedMultiplyAdd(a.Down2.T1, x, column.P0),
            P1 = MathF.FusedMultiplyAdd(a.Down2.T3, x, column.P1),
            P2 = MathF.FusedMultiplyAdd(a.Down2.T5, x, column.P2),
            P3 = MathF.FusedMultiplyAdd(a.Down3.T1, x, column.P3),
            P4 = MathF.FusedMultiplyAdd(a.Down3.T3, x, column.P4),
            P5 = MathF.FusedMultiplyAdd(a.Down3.T5, x, column.P5),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Across(FilteredLeakyReluArguments a, Window w) => SixSums.Add(
        SixSums.Of(a.Down0, w.W0, w.W1, w.W2, w.W3, w.W4, w.W5), a.Down1, w.W6, w.W7, w.W8, w.W9, w.W10, w.W11);
}
