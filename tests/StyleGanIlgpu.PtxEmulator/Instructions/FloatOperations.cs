namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary><c>copysign d, a, b</c>: the sign of a on the magnitude of b.</summary>
internal readonly struct CopySign : ILane2<float, float, float>, ILane2<double, double, double>
{
    public static float Do(float a, float b) => MathF.CopySign(b, a);

    public static double Do(double a, double b) => Math.CopySign(b, a);
}

internal readonly struct IsNotANumber : ITest<float>, ITest<double>
{
    public static bool Do(float a) => float.IsNaN(a);

    public static bool Do(double a) => double.IsNaN(a);
}

internal readonly struct IsInfinite : ITest<float>, ITest<double>
{
    public static bool Do(float a) => float.IsInfinity(a);

    public static bool Do(double a) => double.IsInfinity(a);
}

internal readonly struct IsFinite : ITest<float>, ITest<double>
{
    public static bool Do(float a) => float.IsFinite(a);

    public static bool Do(double a) => double.IsFinite(a);
}

internal readonly struct IsNumber : ITest<float>, ITest<double>
{
    public static bool Do(float a) => !float.IsNaN(a);

    public static bool Do(double a) => !double.IsNaN(a);
}

/// <summary>Half precision sums, products and the like, rounded once (double holds them exactly before).</summary>
internal readonly struct HalfArithmetic<TOp> : ILane2<Half, Half, Half>
    where TOp : ILane2<double, double, double>
{
    public static Half Do(Half a, Half b) => (Half)TOp.Do((double)a, (double)b);
}

/// <summary>Of halves double holds a product exactly, and a sum with it closely enough that rounding twice is rounding once.</summary>
internal readonly struct HalfFma : ILane3<Half, Half, Half, Half>
{
    public static Half Do(Half a, Half b, Half c) => (Half)(((double)a * (double)b) + (double)c);
}

internal readonly struct SumOfDoubles : ILane2<double, double, double>
{
    public static double Do(double a, double b) => a + b;
}

internal readonly struct DifferenceOfDoubles : ILane2<double, double, double>
{
    public static double Do(double a, double b) => a - b;
}

internal readonly struct ProductOfDoubles : ILane2<double, double, double>
{
    public static double Do(double a, double b) => a * b;
}

/// <summary><c>.ftz</c> on half precision: denormals count as zeros of their sign.</summary>
internal readonly struct HalfFtz<TOp> : ILane2<Half, Half, Half>
    where TOp : ILane2<Half, Half, Half>
{
    public static Half Do(Half a, Half b) => Flush(TOp.Do(Flush(a), Flush(b)));

    private static Half Flush(Half a) => Half.IsSubnormal(a) ? Half.CopySign(Half.Zero, a) : a;
}
