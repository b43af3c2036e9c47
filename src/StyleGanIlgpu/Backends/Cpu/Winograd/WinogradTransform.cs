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
internal static unsafe class WinogradTransform<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private const float A = 3f / 4, B = 3f / 2;
    private const float A2 = A * A, B2 = B * B, A3 = A * A2, B3 = B * B2;

    /// <summary>Values of six inputs, times a factor, at the six points.</summary>
    /// <param name="x">The first input.</param>
    /// <param name="stride">Floats from an input to the next.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="values">The first value.</param>
    /// <param name="valueStride">Floats from a value to the next.</param>
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

    /// <summary>Values of six inputs, one vector after the other, at the six points.</summary>
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

    /// <summary>The four outputs of products at the six points.</summary>
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

/// <summary>What doesn't depend on the vectors.</summary>
internal static class WinogradTransform
{
    /// <summary>Outputs along an axis that one set of products gives.</summary>
    public const int Outputs = 4;

    /// <summary>Inputs along an axis that they are made of.</summary>
    public const int Inputs = 6;

    /// <summary>Points in two dimensions.</summary>
    public const int Points = Inputs * Inputs;

    private const double A2 = 9.0 / 16, B2 = 9.0 / 4;

    /// <summary>Values of a kernel's three taps at the six points, over what interpolation divides by.</summary>
    public static void Kernel(ReadOnlySpan<double> taps, int stride, Span<double> values, int valueStride)
    {
        var (first, middle, last) = (taps[0], taps[stride], taps[2 * stride]);
        values[0] = first / (A2 * B2);
        Pair(0.75, 2 * A2 * (A2 - B2), values[valueStride..], valueStride);
        Pair(1.5, 2 * B2 * (B2 - A2), values[(3 * valueStride)..], valueStride);
        values[5 * valueStride] = last;

        void Pair(double point, double divisor, Span<double> target, int step)
        {
            var (even, odd) = ((first + point * point * last) / divisor, point * middle / divisor);
            target[0] = even + odd;
            target[step] = even - odd;
        }
    }
}
