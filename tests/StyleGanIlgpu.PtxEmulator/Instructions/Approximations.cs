namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>What an <c>.approx</c> instruction approximates, and how far off PTX allows it to be.</summary>
internal interface IApproximation
{
    static abstract double Exact(double a);

    /// <summary>The documented bound on the error of a result, absolute.</summary>
    static abstract double Bound(double a, double exact);
}

internal readonly struct ApproximateReciprocal : IApproximation
{
    public static double Exact(double a) => 1 / a;

    public static double Bound(double a, double exact) => Math.Abs(exact) * 1.1920928955078125e-7;
}

internal readonly struct ApproximateSquareRoot : IApproximation
{
    public static double Exact(double a) => Math.Sqrt(a);

    public static double Bound(double a, double exact) => Math.Abs(exact) * 1.1920928955078125e-7;
}

internal readonly struct ApproximateReciprocalSquareRoot : IApproximation
{
    public static double Exact(double a) => 1 / Math.Sqrt(a);

    /// <summary>2^-22.9 relative.</summary>
    public static double Bound(double a, double exact) => Math.Abs(exact) * 1.2776e-7;
}

internal readonly struct ApproximateExponential : IApproximation
{
    public static double Exact(double a) => Math.Pow(2, a);

    public static double Bound(double a, double exact) => Math.Abs(exact) * 2.384185791015625e-7;
}

internal readonly struct ApproximateLogarithm : IApproximation
{
    public static double Exact(double a) => Math.Log2(a);

    public static double Bound(double a, double exact) => a is > 0.5 and < 2 ? 2.384185791015625e-7 : Math.Abs(exact) * 2.384185791015625e-7;
}

/// <summary>2^-20.5 absolute within [-2 pi, 2 pi], 2^-14.7 within [-100 pi, 100 pi], then nothing is promised.</summary>
internal readonly struct ApproximateSine : IApproximation
{
    public static double Exact(double a) => Math.Sin(a);

    public static double Bound(double a, double exact) => TrigonometricBound(a);

    internal static double TrigonometricBound(double a) =>
        Math.Abs(a) <= 2 * Math.PI ? 6.7435e-7 : Math.Abs(a) <= 100 * Math.PI ? 3.757e-5 : 2;
}

internal readonly struct ApproximateCosine : IApproximation
{
    public static double Exact(double a) => Math.Cos(a);

    public static double Bound(double a, double exact) => ApproximateSine.TrigonometricBound(a);
}

internal readonly struct ApproximateTangent : IApproximation
{
    public static double Exact(double a) => Math.Tanh(a);

    public static double Bound(double a, double exact) => Math.Abs(exact) * 4.8828125e-4;
}

/// <summary>The exact result moved within its bound by a factor that depends on the argument alone.</summary>
internal readonly struct Approximate<TOp> : ILane1<float, float>
    where TOp : IApproximation
{
    public static float Do(float a)
    {
        var exact = TOp.Exact(a);
        return Perturbation.Apply(exact, TOp.Bound(a, exact), BitConverter.SingleToUInt32Bits(a));
    }
}

internal readonly struct ApproximateFtz<TOp> : ILane1<float, float>
    where TOp : IApproximation
{
    public static float Do(float a) => FlushToZero.Flush(Approximate<TOp>.Do(FlushToZero.Flush(a)));
}

/// <summary><c>div.approx</c> and <c>div.full</c>: 2 units in the last place; divisors beyond 2^126 may give 0.</summary>
internal readonly struct ApproximateQuotient : ILane2<float, float, float>
{
    public static float Do(float a, float b)
    {
        var exact = (double)a / b;
        return Perturbation.Apply(exact, Math.Abs(exact) * 1.1920928955078125e-7, BitConverter.SingleToUInt32Bits(a) * 31 + BitConverter.SingleToUInt32Bits(b));
    }
}

internal readonly struct ApproximateQuotientFtz : ILane2<float, float, float>
{
    public static float Do(float a, float b) =>
        FlushToZero.Flush(ApproximateQuotient.Do(FlushToZero.Flush(a), FlushToZero.Flush(b)));
}

internal static class Perturbation
{
    /// <summary>Rounding to float adds up to 2^-24 of its own, so the shift leaves that room.</summary>
    public static float Apply(double exact, double bound, uint seed)
    {
        if (!double.IsFinite(exact) || exact == 0)
            return (float)exact;
        var hash = seed * 0x9E37_79B9u;
        hash = (hash ^ hash >> 15) * 0x85EB_CA6Bu;
        hash ^= hash >> 13;
        var unit = hash * 4.656612873077393e-10 - 1;
        return (float)(exact + unit * Math.Max(0, bound - Math.Abs(exact) * 5.960464477539063e-8));
    }
}
