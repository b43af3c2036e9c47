using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>An operation of half precision, on each half of a word.</summary>
internal readonly struct HalfPair1<TOp> : IVector1<uint>
    where TOp : IVector1<float>
{
    public static Vector256<uint> Do(Vector256<uint> a) => HalfVectors.Join(TOp.Do(HalfVectors.Low(a)), TOp.Do(HalfVectors.High(a)));
}

/// <summary>
/// The same of two operands. A sum or product rounded first to single and then to half precision is the one rounded once, as single
/// precision has more than twice the digits.
/// </summary>
internal readonly struct HalfPair2<TOp> : IVector2<uint>
    where TOp : IVector2<float>
{
    public static Vector256<uint> Do(Vector256<uint> a, Vector256<uint> b) => HalfVectors.Join(
        TOp.Do(HalfVectors.Low(a), HalfVectors.Low(b)), TOp.Do(HalfVectors.High(a), HalfVectors.High(b)));
}

/// <summary><c>fma.rn.f16x2</c>.</summary>
internal readonly struct HalfPairFma : IVector3<uint>
{
    public static Vector256<uint> Do(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) => HalfVectors.Join(
        Fma(HalfVectors.Low(a), HalfVectors.Low(b), HalfVectors.Low(c)), Fma(HalfVectors.High(a), HalfVectors.High(b), HalfVectors.High(c)));

    /// <summary>Rounded to odd where single precision can't hold it, so that the second rounding sees on which side of a tie it lies.</summary>
    private static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c)
    {
        // Exact: 22 digits.
        var product = a * b;
        var sum = product + c;
        var part = sum - product;
        var error = product - (sum - part) + (c - part);
        var bits = sum.AsUInt32();
        var isInexact = ~(Vector256.Equals(error, Vector256<float>.Zero) | ~Vector256.Equals(error, error)).AsUInt32();
        var isEven = Vector256.Equals(bits & Vector256<uint>.One, Vector256<uint>.Zero);
        var isInward = Vector256.LessThan((bits ^ error.AsUInt32()).AsInt32(), Vector256<int>.Zero).AsUInt32();
        // Towards the error: one unit less where it points to zero, else one more.
        var step = Vector256.ConditionalSelect(isInward, Vector256<uint>.AllBitsSet, Vector256<uint>.One);
        return (bits + (step & isInexact & isEven)).AsSingle();
    }
}

/// <summary><c>cvt.rn.f16x2.f32 d, a, b</c>: a above b.</summary>
internal readonly struct ToHalfPair : IVector2<uint>
{
    public static Vector256<uint> Do(Vector256<uint> a, Vector256<uint> b) => HalfVectors.Join(b.AsSingle(), a.AsSingle());
}

/// <summary><c>cvt.rna.tf32.f32</c>: 10 digits behind the point, to the nearest, ties away from zero.</summary>
internal readonly struct ToTensorFloat : IVector1<uint>
{
    public static Vector256<uint> Do(Vector256<uint> a)
    {
        var isNaN = ~Vector256.Equals(a.AsSingle(), a.AsSingle()).AsUInt32();
        var rounded = Vector256.ConditionalSelect(isNaN, a | Vector256.Create(0x0040_0000u), a + Vector256.Create(0x1000u));
        return rounded & Vector256.Create(0xFFFF_E000u);
    }
}
