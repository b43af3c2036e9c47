using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>A lane's items of an input row: up to 11 columns of a channel.</summary>
internal struct RowItems
{
    public float X0;
    public float X1;
    public float X2;
    public float X3;
    public float X4;
    public float X5;
    public float X6;
    public float X7;
    public float X8;
    public float X9;
    public float X10;

    /// <summary>Reads a row. Beyond the sides there are zeros.</summary>
    /// <param name="row">The row, of the lane's channel.</param>
    /// <param name="column">The column of the lane's first item, which may lie outside.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="last">The last column that is needed; beyond it anything may be read.</param>
    /// <param name="stride">From one column to the next.</param>
    /// <param name="bias">Added to what lies inside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowItems Load<TUp, TInput, TElement>(ArrayView<TElement> row, int column, int width, int last, int stride, float bias)
        where TUp : struct, IUpFilter
        where TInput : struct, IMapElement<TElement>
        where TElement : unmanaged
    {
        RowItems items = default;
        items.X0 = Load<TInput, TElement>(row, column, width, last, stride, bias);
        items.X1 = Load<TInput, TElement>(row, column + 4, width, last, stride, bias);
        items.X2 = Load<TInput, TElement>(row, column + 8, width, last, stride, bias);
        items.X3 = Load<TInput, TElement>(row, column + 12, width, last, stride, bias);
        items.X4 = Load<TInput, TElement>(row, column + 16, width, last, stride, bias);
        items.X5 = Load<TInput, TElement>(row, column + 20, width, last, stride, bias);
        if (TUp.Items > 6)
        {
            items.X6 = Load<TInput, TElement>(row, column + 24, width, last, stride, bias);
            items.X7 = Load<TInput, TElement>(row, column + 28, width, last, stride, bias);
            items.X8 = Load<TInput, TElement>(row, column + 32, width, last, stride, bias);
            items.X9 = Load<TInput, TElement>(row, column + 36, width, last, stride, bias);
            items.X10 = Load<TInput, TElement>(row, column + 40, width, last, stride, bias);
        }
        return items;
    }

    /// <summary>Stores the items where only this lane finds them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Keep<TUp>(ArrayView<float> slot)
        where TUp : struct, IUpFilter
    {
        slot[0] = X0;
        slot[32] = X1;
        slot[64] = X2;
        slot[96] = X3;
        slot[128] = X4;
        slot[160] = X5;
        if (TUp.Items > 6)
        {
            slot[192] = X6;
            slot[224] = X7;
            slot[256] = X8;
            slot[288] = X9;
            slot[320] = X10;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Load<TInput, TElement>(ArrayView<TElement> row, int column, int width, int last, int stride, float bias)
        where TInput : struct, IMapElement<TElement>
        where TElement : unmanaged
    {
        var x = TInput.Widen(row[Math.Min(Math.Max(column, 0), last) * stride]) + bias;
        return column >= 0 && column < width ? x : 0f;
    }
}
