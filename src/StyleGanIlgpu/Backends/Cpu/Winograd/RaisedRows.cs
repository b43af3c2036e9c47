using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>Products of a row of tiles as six rows of sums, filtered along the row before they leave the registers.</summary>
internal static unsafe class RaisedRows<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <param name="products">The first tile's first product.</param>
    /// <param name="pointStride">Floats from a tile's product to its next.</param>
    /// <param name="tileStride">Floats from a tile's products to the next tile's.</param>
    /// <param name="tiles">Tiles.</param>
    /// <param name="taps">Four taps of the filter.</param>
    /// <param name="between">Room for what is transformed in one direction: [6][tile][7][B].</param>
    /// <param name="rows">Six pixels a tile: those whose last sum lies in it.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    public static void Run(float* products, nint pointStride, nint tileStride, int tiles, float* taps, float* between, float* rows, nint rowStride)
    {
        var form = WinogradForm.Raised;
        var betweenStride = (nint)tiles * form.Values * TSimd.Lanes;
        Down(products, pointStride, tileStride, tiles, between, betweenStride);
        for (var row = 0; row < form.Outputs; row++)
            Across(between + row * betweenStride, tiles, taps, rows + row * rowStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down(float* products, nint pointStride, nint tileStride, int tiles, float* between, nint rowStride)
    {
        var values = WinogradForm.Raised.Values;
        for (var tile = 0; tile < tiles; tile++)
        {
            for (var column = 0; column < values; column++)
            {
                RaisedTransform<TSimd, TVec>.Output(products + column * pointStride, values * pointStride, between, rowStride);
                between += TSimd.Lanes;
            }
            products += tileStride;
        }
    }

    /// <summary>Before the first tile there are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(float* values, int tiles, float* taps, float* row)
    {
        var (t0, t1, t2, t3) = (TSimd.Splat(taps[0]), TSimd.Splat(taps[1]), TSimd.Splat(taps[2]), TSimd.Splat(taps[3]));
        var (a, b, c) = (TSimd.Zero, TSimd.Zero, TSimd.Zero);
        var lanes = TSimd.Lanes;
        for (var end = values + (nint)tiles * 7 * lanes; values < end; values += 7 * lanes)
        {
            var (p1, p2) = (TSimd.Load(values + lanes), TSimd.Load(values + 2 * lanes));
            var even = TSimd.Add(p1, p2);
            var s0 = TSimd.Add(TSimd.Load(values), even);
            var s1 = TSimd.Load(values + 4 * lanes);
            TSimd.Store(row, Four(a, t0, b, t1, c, t2, s0, t3));
            TSimd.Store(row + lanes, Four(b, t0, c, t1, s0, t2, s1, t3));
            a = TSimd.Subtract(p1, p2);
            TSimd.Store(row + 2 * lanes, Four(c, t0, s0, t1, s1, t2, a, t3));
            b = TSimd.Load(values + 5 * lanes);
            TSimd.Store(row + 3 * lanes, Four(s0, t0, s1, t1, a, t2, b, t3));
            c = TSimd.Add(TSimd.Load(values + 3 * lanes), even);
            TSimd.Store(row + 4 * lanes, Four(s1, t0, a, t1, b, t2, c, t3));
            var s5 = TSimd.Load(values + 6 * lanes);
            TSimd.Store(row + 5 * lanes, Four(a, t0, b, t1, c, t2, s5, t3));
            (a, b, c) = (b, c, s5);
            row += 6 * lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Four(TVec x0, TVec t0, TVec x1, TVec t1, TVec x2, TVec t2, TVec x3, TVec t3) =>
        TSimd.MultiplyAdd(x3, t3, TSimd.MultiplyAdd(x2, t2, TSimd.MultiplyAdd(x1, t1, TSimd.Multiply(x0, t0))));
}
