using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// A filter that isn't separable but its own mirror image both ways, as StyleGAN3-R's radial ones: samples that share a tap are added first,
/// so that a raised row and output take 6 additions and 36 multiply-adds instead of 72.
/// </summary>
internal struct MirroredDown : IDownFilter
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PartialColumn First(FilteredLeakyReluArguments a, PartialColumn column, Window w)
    {
        var x0 = w.W0 + w.W11;
        var x1 = w.W1 + w.W10;
        var x2 = w.W2 + w.W9;
        var x3 = w.W3 + w.W8;
        var x4 = w.W4 + w.W7;
        var x5 = w.W5 + w.W6;
        return new PartialColumn
        {
            P0 = SixSums.Of(a.Down0, x0, x1, x2, x3, x4, x5),
            P1 = SixSums.Add(column.P0, a.Down2, x0, x1, x2, x3, x4, x5),
            P2 = SixSums.Add(column.P1, a.Down4, x0, x1, x2, x3, x4, x5),
            P3 = SixSums.Add(column.P2, a.Down5, x0, x1, x2, x3, x4, x5),
            P4 = SixSums.Add(column.P3, a.Down3, x0, x1, x2, x3, x4, x5),
            P5 = SixSums.Add(column.P4, a.Down1, x0, x1, x2, x3, x4, x5),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PartialColumn Second(FilteredLeakyReluArguments a, PartialColumn column, Window w)
    {
        var x0 = w.W0 + w.W11;
        var x1 = w.W1 + w.W10;
        var x2 = w.W2 + w.W9;
        var x3 = w.W3 + w.W8;
        var x4 = w.W4 + w.W7;
        var x5 = w.W5 + w.W6;
        return new PartialColumn
        {
            P0 = SixSums.Add(column.P0, a.Down1, x0, x1, x2, x3, x4, x5),
            P1 = SixSums.Add(column.P1, a.Down3, x0, x1, x2, x3, x4, x5),
            P2 = SixSums.Add(column.P2, a.Down5, x0, x1, x2, x3, x4, x5),
            P3 = SixSums.Add(column.P3, a.Down4, x0, x1, x2, x3, x4, x5),
            P4 = SixSums.Add(column.P4, a.Down2, x0, x1, x2, x3, x4, x5),
            P5 = SixSums.Add(column.P5, a.Down0, x0, x1, x2, x3, x4, x5),
        };
    }
}
