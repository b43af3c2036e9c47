using System.Numerics;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary><c>mul.wide</c>.</summary>
internal readonly struct MultiplyWide : ILane2<int, short, short>, ILane2<uint, ushort, ushort>, ILane2<long, int, int>, ILane2<ulong, uint, uint>
{
    public static int Do(short a, short b) => a * b;

    public static uint Do(ushort a, ushort b) => (uint)a * b;

    public static long Do(int a, int b) => (long)a * b;

    public static ulong Do(uint a, uint b) => (ulong)a * b;
}

/// <summary><c>mad.wide</c>.</summary>
internal readonly struct MultiplyAddWide : ILane3<long, int, int, long>, ILane3<ulong, uint, uint, ulong>
{
    public static long Do(int a, int b, long c) => (long)a * b + c;

    public static ulong Do(uint a, uint b, ulong c) => (ulong)a * b + c;
}

/// <summary><c>mul.hi</c>: the upper half of the product.</summary>
internal readonly struct MultiplyHigh : ILane2<int, int, int>, ILane2<uint, uint, uint>, ILane2<long, long, long>, ILane2<ulong, ulong, ulong>
{
    public static int Do(int a, int b) => (int)((long)a * b >> 32);

    public static uint Do(uint a, uint b) => (uint)((ulong)a * b >> 32);

    public static long Do(long a, long b) => Math.BigMul(a, b, out _);

    public static ulong Do(ulong a, ulong b) => Math.BigMul(a, b, out _);
}

/// <summary>
/// <c>div</c> of integers. Division by zero is unspecified in PTX: the hardware gives all ones, and so does this. The least signed
/// number by -1 wraps.
/// </summary>
internal readonly struct Divide<T> : ILane2<T, T, T>
    where T : IBinaryInteger<T>, IMinMaxValue<T>
{
    public static T Do(T a, T b) => T.IsZero(b) ? ~T.Zero : T.IsNegative(b) && b == ~T.Zero ? T.Zero - a : a / b;
}

/// <summary><c>rem</c> of integers, of the sign of the dividend; by zero the dividend.</summary>
internal readonly struct Remainder<T> : ILane2<T, T, T>
    where T : IBinaryInteger<T>
{
    public static T Do(T a, T b) => T.IsZero(b) ? a : T.IsNegative(b) && b == ~T.Zero ? T.Zero : a % b;
}

/// <summary><c>shl</c>: shifts by the width or more give 0.</summary>
internal readonly struct ShiftLeft : ILane2<ushort, ushort, uint>, ILane2<uint, uint, uint>, ILane2<ulong, ulong, uint>
{
    public static ushort Do(ushort a, uint b) => (ushort)(b > 15 ? 0 : a << (int)b);

    public static uint Do(uint a, uint b) => b > 31 ? 0 : a << (int)b;

    public static ulong Do(ulong a, uint b) => b > 63 ? 0 : a << (int)b;
}

/// <summary><c>shr</c>: shifts by the width or more give 0, or the sign of a signed number.</summary>
internal readonly struct ShiftRight : ILane2<ushort, ushort, uint>, ILane2<short, short, uint>, ILane2<uint, uint, uint>,
    ILane2<int, int, uint>, ILane2<ulong, ulong, uint>, ILane2<long, long, uint>
{
    public static ushort Do(ushort a, uint b) => (ushort)(b > 15 ? 0 : a >> (int)b);

    public static short Do(short a, uint b) => (short)(a >> (int)Math.Min(b, 15));

    public static uint Do(uint a, uint b) => b > 31 ? 0 : a >> (int)b;

    public static int Do(int a, uint b) => a >> (int)Math.Min(b, 31);

    public static ulong Do(ulong a, uint b) => b > 63 ? 0 : a >> (int)b;

    public static long Do(long a, uint b) => a >> (int)Math.Min(b, 63);
}

internal readonly struct PopulationCount : ILane1<uint, uint>, ILane1<uint, ulong>
{
    public static uint Do(uint a) => (uint)BitOperations.PopCount(a);

    public static uint Do(ulong a) => (uint)BitOperations.PopCount(a);
}

internal readonly struct LeadingZeros : ILane1<uint, uint>, ILane1<uint, ulong>
{
    public static uint Do(uint a) => (uint)BitOperations.LeadingZeroCount(a);

    public static uint Do(ulong a) => (uint)BitOperations.LeadingZeroCount(a);
}

internal readonly struct ReverseBits : ILane1<uint, uint>, ILane1<ulong, ulong>
{
    public static uint Do(uint a)
    {
        a = (a >> 1 & 0x5555_5555) | (a & 0x5555_5555) << 1;
        a = (a >> 2 & 0x3333_3333) | (a & 0x3333_3333) << 2;
        a = (a >> 4 & 0x0F0F_0F0F) | (a & 0x0F0F_0F0F) << 4;
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(a);
    }

    public static ulong Do(ulong a) => (ulong)Do((uint)a) << 32 | Do((uint)(a >> 32));
}

/// <summary><c>bfe</c>: position and length are taken modulo 256; bits beyond the top are 0 or the sign.</summary>
internal readonly struct ExtractBits : ILane3<uint, uint, uint, uint>, ILane3<int, int, uint, uint>
{
    public static uint Do(uint a, uint position, uint length)
    {
        var (from, count) = ((int)(position & 255), (int)(length & 255));
        var shifted = from > 31 ? 0 : a >> from;
        return count > 31 ? shifted : shifted & (1u << count) - 1;
    }

    public static int Do(int a, uint position, uint length)
    {
        var (from, count) = ((int)(position & 255), (int)(length & 255));
        if (count == 0)
            return 0;
        var sign = a >> Math.Min(from + count - 1, 31) & 1;
        var field = Do((uint)a, position, length);
        var known = Math.Clamp(Math.Min(count, 32 - from), 0, 32);
        return (int)(sign == 0 || known == 32 ? field : field | ~0u << known);
    }
}

/// <summary><c>prmt.b32</c> in its default mode: each nibble of c picks a byte of {b, a}, its top bit spreads that byte's sign.</summary>
internal readonly struct PermuteBytes : ILane3<uint, uint, uint, uint>
{
    public static uint Do(uint a, uint b, uint c)
    {
        var bytes = (ulong)b << 32 | a;
        var result = 0u;
        for (var i = 0; i < 4; i++)
        {
            var pick = (int)(c >> (4 * i)) & 15;
            var value = (byte)(bytes >> (8 * (pick & 7)));
            if ((pick & 8) != 0)
                value = (byte)((sbyte)value >> 7);
            result |= (uint)value << (8 * i);
        }
        return result;
    }
}

/// <summary><c>not.pred</c> and its kin work on all 32 lanes' bits at once.</summary>
internal readonly struct PredicateNot : ILane1<uint, uint>
{
    public static uint Do(uint a) => ~a;
}

internal readonly struct PredicateCopy : ILane1<uint, uint>
{
    public static uint Do(uint a) => a;
}

internal readonly struct PredicateAnd : ILane2<uint, uint, uint>
{
    public static uint Do(uint a, uint b) => a & b;
}

internal readonly struct PredicateOr : ILane2<uint, uint, uint>
{
    public static uint Do(uint a, uint b) => a | b;
}

internal readonly struct PredicateXor : ILane2<uint, uint, uint>
{
    public static uint Do(uint a, uint b) => a ^ b;
}
