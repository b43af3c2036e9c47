using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary><c>.ftz</c>: a denormal counts as a zero of its sign.</summary>
internal static class FlushToZero
{
    private const uint Sign = 0x8000_0000, Exponent = 0x7F80_0000;

    public static Vector256<float> Flush(Vector256<float> a)
    {
        var bits = a.AsUInt32();
        var denormal = Vector256.Equals(bits & Vector256.Create(Exponent), Vector256<uint>.Zero);
        return Vector256.ConditionalSelect(denormal, bits & Vector256.Create(Sign), bits).AsSingle();
    }

    public static float Flush(float a) => float.IsSubnormal(a) ? MathF.CopySign(0, a) : a;
}

internal readonly struct Ftz1<TOp> : IVector1<float>
    where TOp : IVector1<float>
{
    public static Vector256<float> Do(Vector256<float> a) => FlushToZero.Flush(TOp.Do(FlushToZero.Flush(a)));
}

internal readonly struct Ftz2<TOp> : IVector2<float>
    where TOp : IVector2<float>
{
    public static Vector256<float> Do(Vector256<float> a, Vector256<float> b) =>
        FlushToZero.Flush(TOp.Do(FlushToZero.Flush(a), FlushToZero.Flush(b)));
}

internal readonly struct Ftz3<TOp> : IVector3<float>
    where TOp : IVector3<float>
{
    public static Vector256<float> Do(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        FlushToZero.Flush(TOp.Do(FlushToZero.Flush(a), FlushToZero.Flush(b), FlushToZero.Flush(c)));
}

/// <summary>Comparisons flush what they read; their result is a mask.</summary>
internal readonly struct FtzCompare<TOp> : IVector2<float>
    where TOp : IVector2<float>
{
    public static Vector256<float> Do(Vector256<float> a, Vector256<float> b) => TOp.Do(FlushToZero.Flush(a), FlushToZero.Flush(b));
}

/// <summary><c>.sat</c>: clamped to [0, 1], NaN to 0.</summary>
internal readonly struct Saturate1<TOp> : IVector1<float>
    where TOp : IVector1<float>
{
    public static Vector256<float> Do(Vector256<float> a) => Saturation.Clamp(TOp.Do(a));
}

/// <inheritdoc cref="Saturate1{TOp}"/>
internal readonly struct Saturate2<TOp> : IVector2<float>
    where TOp : IVector2<float>
{
    public static Vector256<float> Do(Vector256<float> a, Vector256<float> b) => Saturation.Clamp(TOp.Do(a, b));
}

/// <inheritdoc cref="Saturate1{TOp}"/>
internal readonly struct Saturate3<TOp> : IVector3<float>
    where TOp : IVector3<float>
{
    public static Vector256<float> Do(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Saturation.Clamp(TOp.Do(a, b, c));
}

internal static class Saturation
{
    public static Vector256<float> Clamp(Vector256<float> a) =>
        Vector256.MinNumber(Vector256.MaxNumber(a, Vector256<float>.Zero), Vector256<float>.One);
}
