using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// Three taps set down at every second sample of a raised grid, along one axis: six sums of three inputs, and the one before them, from seven
/// products instead of nine. Even sums are made of two taps each, which is Winograd's F(3, 2) at the points 0, 1, -1 and infinity: nothing but
/// additions, and no less exact than the sums as written. Odd sums are one product each.
/// </summary>
internal readonly unsafe struct RaisedTransform<TSimd, TVec> : IWinogradTransform<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    public static WinogradForm Form => WinogradForm.Raised;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaledInput(float* x, nint stride, TVec factor, float* values, nint valueStride) =>
        Input(
            TSimd.Multiply(TSimd.Load(x), factor),
            TSimd.Multiply(TSimd.Load(x + stride), factor),
            TSimd.Multiply(TSimd.Load(x + 2 * stride), factor),
            TSimd.Multiply(TSimd.Load(x + 3 * stride), factor),
            values,
            valueStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* x, float* values, nint valueStride) =>
        Input(TSimd.Load(x), TSimd.Load(x + TSimd.Lanes), TSimd.Load(x + 2 * TSimd.Lanes), TSimd.Load(x + 3 * TSimd.Lanes), values, valueStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* products, nint stride, float* y, nint outputStride)
    {
        var (p1, p2) = (TSimd.Load(products + stride), TSimd.Load(products + 2 * stride));
        var (even, odd) = (TSimd.Add(p1, p2), TSimd.Subtract(p1, p2));
        TSimd.Store(y, TSimd.Add(TSimd.Load(products), even));
        TSimd.Store(y + outputStride, TSimd.Load(products + 4 * stride));
        TSimd.Store(y + 2 * outputStride, odd);
        TSimd.Store(y + 3 * outputStride, TSimd.Load(products + 5 * stride));
        TSimd.Store(y + 4 * outputStride, TSimd.Add(TSimd.Load(products + 3 * stride), even));
        TSimd.Store(y + 5 * outputStride, TSimd.Load(products + 6 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Input(TVec x0, TVec x1, TVec x2, TVec x3, float* values, nint stride)
    {
        TSimd.Store(values, TSimd.Subtract(x0, x2));
        TSimd.Store(values + stride, TSimd.Add(x1, x2));
        TSimd.Store(values + 2 * stride, TSimd.Subtract(x2, x1));
        TSimd.Store(values + 3 * stride, TSimd.Subtract(x3, x1));
        TSimd.Store(values + 4 * stride, x1);
        TSimd.Store(values + 5 * stride, x2);
        TSimd.Store(values + 6 * stride, x3);
    }
}
