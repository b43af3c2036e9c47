using System.Numerics;
using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>
/// <c>cvt</c> between integers: the source's low bits are read as its type, wrapped to the destination's type, and extended by that
/// type's sign to the register.
/// </summary>
internal readonly struct ConvertInteger<TDRegister, TSRegister, TD, TS> : ILane1<TDRegister, TSRegister>
    where TDRegister : IBinaryInteger<TDRegister>
    where TSRegister : IBinaryInteger<TSRegister>
    where TD : IBinaryInteger<TD>
    where TS : IBinaryInteger<TS>
{
    public static TDRegister Do(TSRegister a) => TDRegister.CreateTruncating(TD.CreateTruncating(TS.CreateTruncating(a)));
}

/// <summary>How <c>cvt</c> rounds to an integer.</summary>
internal interface IRounding
{
    static abstract double Round(double a);
}

internal readonly struct ToNearestEven : IRounding
{
    public static double Round(double a) => Math.Round(a, MidpointRounding.ToEven);
}

internal readonly struct TowardsZero : IRounding
{
    public static double Round(double a) => Math.Truncate(a);
}

internal readonly struct Downwards : IRounding
{
    public static double Round(double a) => Math.Floor(a);
}

internal readonly struct Upwards : IRounding
{
    public static double Round(double a) => Math.Ceiling(a);
}

/// <summary>
/// <c>cvt</c> from float to integer: rounded, clamped to the type's range. NaN gives (PTX ISA 9.0, "cvt", notes on integers; quoted in
/// llvm-project#159530) 0 where neither the source is <c>.f64</c> nor the destination has 64 bits, else the integer's highest bit.
/// </summary>
internal readonly struct FloatToInteger<TDRegister, TD, TS, TRounding> : ILane1<TDRegister, TS>
    where TDRegister : IBinaryInteger<TDRegister>
    where TD : IBinaryInteger<TD>
    where TS : IFloatingPoint<TS>
    where TRounding : IRounding
{
    public static TDRegister Do(TS a) =>
        TS.IsNaN(a) ? TDRegister.CreateTruncating(OfNaN) : TDRegister.CreateTruncating(TD.CreateSaturating(TRounding.Round(double.CreateSaturating(a))));

    private static TD OfNaN => typeof(TS) == typeof(double) || Unsafe.SizeOf<TD>() == 8 ? TD.One << ((8 * Unsafe.SizeOf<TD>()) - 1) : TD.Zero;
}

/// <summary><c>cvt.rn</c> from integer to float.</summary>
internal readonly struct IntegerToFloat<TD, TSRegister, TS> : ILane1<TD, TSRegister>
    where TD : IFloatingPoint<TD>
    where TSRegister : IBinaryInteger<TSRegister>
    where TS : IBinaryInteger<TS>
{
    public static TD Do(TSRegister a) => TD.CreateSaturating(TS.CreateTruncating(a));
}

/// <summary><c>cvt</c> between floats, to the nearest even where it narrows.</summary>
internal readonly struct ConvertFloat<TD, TS> : ILane1<TD, TS>
    where TD : IFloatingPoint<TD>
    where TS : IFloatingPoint<TS>
{
    public static TD Do(TS a) => TD.CreateSaturating(a);
}

/// <summary><c>cvt.rni.f32.f32</c> and its kin: to an integral value of the same type, the sign of a zero kept.</summary>
internal readonly struct RoundFloat<T, TRounding> : ILane1<T, T>
    where T : IFloatingPoint<T>
    where TRounding : IRounding
{
    public static T Do(T a) => T.CreateSaturating(TRounding.Round(double.CreateSaturating(a)));
}

/// <summary>A conversion that flushes denormal single-precision sources.</summary>
internal readonly struct FtzSource<TD, TOp> : ILane1<TD, float>
    where TOp : ILane1<TD, float>
{
    public static TD Do(float a) => TOp.Do(FlushToZero.Flush(a));
}

/// <summary>A conversion that flushes denormal single-precision results.</summary>
internal readonly struct FtzResult<TS, TOp> : ILane1<float, TS>
    where TOp : ILane1<float, TS>
{
    public static float Do(TS a) => FlushToZero.Flush(TOp.Do(a));
}

/// <summary><c>cvt.sat.f32</c>: clamped to [0, 1], NaN to 0.</summary>
internal readonly struct SaturateFloat : ILane1<float, float>
{
    public static float Do(float a) => a > 0 ? MathF.Min(a, 1) : 0;
}
