using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// Winograd's F(4, 3), along one axis: four outputs of three taps from six products instead of twelve. Six inputs are taken as the coefficients
/// of a polynomial, which is evaluated at six points; products with the kernel's own values there are interpolated back.
/// </summary>
/// <remarks>
/// The points are 0, 3/4, -3/4, 3/2, -3/2 and infinity: nearer to each other than the textbook's 0, 1, -1, 2, -2, so that the matrices hold
/// smaller numbers. In float32, over 64 channels, a result in two dimensions is then 8.0e-7 off, where the textbook's points give 1.6e-6 and
/// the convolution as written 4.3e-7. Points in pairs of opposite sign share their even and odd halves.
/// </remarks>
internal readonly unsafe struct PlainTransform<TSimd, TVec> : IWinogradTransform<TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private const float A = 3f / 4, B = 3f / 2;
    private const float A2 = A * A, B2 = B * B, A3 = A * A2, B3 = B * B2;

    public static WinogradForm Form => WinogradForm.Plain;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaledInput(float* x, nint stride, TVec factor, float* values, nint valueStride) =>
        Input(
            TSimd.Multiply(TSimd.Load(x), factor),
            TSimd.Multiply(TSimd.Load(x + stride), factor),
            TSimd.Multiply(TSimd.Load(x + 2 * stride), factor),
            TSimd.Multiply(TSimd.Load(x + 3 * stride), factor),
            TSimd.Multiply(TSimd.Load(x + 4 * stride), factor),
            TSimd.Multiply(TSimd.Load(x + 5 * stride), factor),
            values,
            valueStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input(float* x, float* values, nint valueStride) =>
        Input(
            TSimd.Load(x),
            TSimd.Load(x + TSimd.Lanes),
            TSimd.Load(x + 2 * TSimd.Lanes),
            TSimd.Load(x + 3 * TSimd.Lanes),
            TSimd.Load(x + 4 * TSimd.Lanes),
            TSimd.Load(x + 5 * TSimd.Lanes),
            values,
            valueStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(float* products, nint stride, float* y, nint outputStride)
    {
        var (p1, p2) = (TSimd.Load(products + stride), TSimd.Load(products + 2 * stride));
        var (p3, p4) = (TSimd.Load(products + 3 * stride), TSimd.Load(products + 4 * stride));
        var (evenA, oddA) = (TSimd.Add(p1, p2), TSimd.Subtract(p1, p2));
        var (evenB, oddB) = (TSimd.Add(p3, p4), TSimd.Subtract(p3, p4));
        TSimd.Store(y, TSimd.Add(TSimd.Add(TSimd.Load(products), evenA), evenB));
        TSimd.Store(y + outputStride, TSimd.MultiplyAdd(TSimd.Splat(A), oddA, TSimd.Multiply(TSimd.Splat(B), oddB)));
        TSimd.Store(y + 2 * outputStride, TSimd.MultiplyAdd(TSimd.Splat(A2), evenA, TSimd.Multiply(TSimd.Splat(B2), evenB)));
        TSimd.Store(
            y + 3 * outputStride,
            TSimd.MultiplyAdd(TSimd.Splat(A3), oddA, TSimd.MultiplyAdd(TSimd.Splat(B3), oddB, TSimd.Load(products + 5 * stride))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Input(TVec x0, TVec x1, TVec x2, TVec x3, TVec x4, TVec x5, float* values, nint stride)
    {
        TSimd.Store(values, TSimd.MultiplyAdd(TSimd.Splat(A2 * B2), x0, TSimd.MultiplyAdd(TSimd.Splat(-A2 - B2), x2, x4)));
        var (even, odd) = (TSimd.MultiplyAdd(TSimd.Splat(-B2), x2, x4), TSimd.MultiplyAdd(TSimd.Splat(-B2), x1, x3));
        TSimd.Store(values + stride, TSimd.MultiplyAdd(TSimd.Splat(A), odd, even));
        TSimd.Store(values + 2 * stride, TSimd.MultiplyAdd(TSimd.Splat(-A), odd, even));
        (even, odd) = (TSimd.MultiplyAdd(TSimd.Splat(-A2), x2, x4), TSimd.MultiplyAdd(TSimd.Splat(-A2), x1, x3));
        TSimd.Store(values + 3 * stride, TSimd.MultiplyAdd(TSimd.Splat(B), odd, even));
        TSimd.Store(values + 4 * stride, TSimd.MultiplyAdd(TSimd.Splat(-B), odd, even));
        TSimd.Store(values + 5 * stride, TSimd.MultiplyAdd(TSimd.Splat(A2 * B2), x1, TSimd.MultiplyAdd(TSimd.Splat(-A2 - B2), x3, x5)));
    }
}
