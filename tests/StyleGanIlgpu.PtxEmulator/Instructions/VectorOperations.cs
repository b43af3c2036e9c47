using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

internal readonly struct Copy<T> : IVector1<T>
{
    public static Vector256<T> Do(Vector256<T> a) => a;
}

internal readonly struct Add<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => a + b;
}

internal readonly struct Subtract<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => a - b;
}

internal readonly struct Multiply<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => a * b;
}

/// <summary><c>mad.lo</c> of integers.</summary>
internal readonly struct MultiplyAdd<T> : IVector3<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b, Vector256<T> c) => a * b + c;
}

internal readonly struct FusedMultiplyAdd : IVector3<float>
{
    public static Vector256<float> Do(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
}

internal readonly struct FusedMultiplyAddDouble : IVector3<double>
{
    public static Vector256<double> Do(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.FusedMultiplyAdd(a, b, c);
}

internal readonly struct And<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => a & b;
}

internal readonly struct Or<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => a | b;
}

internal readonly struct Xor<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => a ^ b;
}

internal readonly struct Not<T> : IVector1<T>
{
    public static Vector256<T> Do(Vector256<T> a) => ~a;
}

/// <summary>Negation; of floats the sign bit alone.</summary>
internal readonly struct Negate<T> : IVector1<T>
{
    public static Vector256<T> Do(Vector256<T> a) => -a;
}

internal readonly struct Absolute<T> : IVector1<T>
{
    public static Vector256<T> Do(Vector256<T> a) => Vector256.Abs(a);
}

/// <summary>Least of integers.</summary>
internal readonly struct Least<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.Min(a, b);
}

/// <summary>Greatest of integers.</summary>
internal readonly struct Greatest<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.Max(a, b);
}

/// <summary>Least of floats: a NaN gives way to a number, -0 lies below +0.</summary>
internal readonly struct LeastNumber<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.MinNumber(a, b);
}

/// <inheritdoc cref="LeastNumber{T}"/>
internal readonly struct GreatestNumber<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.MaxNumber(a, b);
}

internal readonly struct SquareRoot<T> : IVector1<T>
{
    public static Vector256<T> Do(Vector256<T> a) => Vector256.Sqrt(a);
}

internal readonly struct Quotient<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => a / b;
}

internal readonly struct Reciprocal : IVector1<float>
{
    public static Vector256<float> Do(Vector256<float> a) => Vector256<float>.One / a;
}

internal readonly struct ReciprocalDouble : IVector1<double>
{
    public static Vector256<double> Do(Vector256<double> a) => Vector256<double>.One / a;
}
