using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

internal readonly struct Equal<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, b);
}

/// <summary>Not equal; for floats true where either is NaN (<c>neu</c>).</summary>
internal readonly struct NotEqual<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => ~Vector256.Equals(a, b);
}

internal readonly struct Less<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b);
}

internal readonly struct LessOrEqual<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.LessThanOrEqual(a, b);
}

internal readonly struct Greater<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThan(a, b);
}

internal readonly struct GreaterOrEqual<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThanOrEqual(a, b);
}

/// <summary>Both are numbers.</summary>
internal readonly struct Ordered<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, a) & Vector256.Equals(b, b);
}

/// <summary>A comparison that is also true where either operand is NaN.</summary>
internal readonly struct OrUnordered<T, TOp> : IVector2<T>
    where TOp : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => TOp.Do(a, b) | ~Ordered<T>.Do(a, b);
}

/// <summary>An ordered comparison: false where either operand is NaN.</summary>
internal readonly struct AndOrdered<T, TOp> : IVector2<T>
    where TOp : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => TOp.Do(a, b) & Ordered<T>.Do(a, b);
}

/// <summary>Either is NaN.</summary>
internal readonly struct Unordered<T> : IVector2<T>
{
    public static Vector256<T> Do(Vector256<T> a, Vector256<T> b) => ~Ordered<T>.Do(a, b);
}
