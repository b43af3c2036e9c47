using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// A number as the sum of two float32, good to about 2^-46: for the few numbers that need it, on devices whose double precision is slow or
/// missing. Error-free sums and products as Dekker and Knuth made them, the product by a fused multiply-add.
/// </summary>
internal struct TwoFloat
{
    public float High;
    public float Low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoFloat Of(float high, float low)
    {
        TwoFloat x;
        x.High = high;
        x.Low = low;
        return x;
    }

    public static TwoFloat operator +(TwoFloat a, TwoFloat b)
    {
        var sum = a.High + b.High;
        var part = sum - a.High;
        var error = a.High - (sum - part) + (b.High - part);
        return Normal(sum, error + (a.Low + b.Low));
    }

    public static TwoFloat operator -(TwoFloat a, TwoFloat b) => a + Of(-b.High, -b.Low);

    public static TwoFloat operator *(TwoFloat a, TwoFloat b)
    {
        var product = a.High * b.High;
        var error = MathF.FusedMultiplyAdd(a.High, b.High, -product);
        return Normal(product, MathF.FusedMultiplyAdd(a.High, b.Low, MathF.FusedMultiplyAdd(a.Low, b.High, error)));
    }

    public static TwoFloat operator /(TwoFloat a, TwoFloat b)
    {
        var quotient = a.High / b.High;
        var rest = a - (Of(quotient, 0f) * b);
        return Normal(quotient, rest.High / b.High);
    }

    /// <summary>Of a positive number.</summary>
    public static TwoFloat Sqrt(TwoFloat a)
    {
        var root = MathF.Sqrt(a.High);
        var rest = a - (Of(root, 0f) * Of(root, 0f));
        return Normal(root, rest.High / (root + root));
    }

    /// <summary>The same sum with the second part small against the first, |high| being the larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TwoFloat Normal(float high, float low)
    {
        var sum = high + low;
        return Of(sum, low - (sum - high));
    }
}
