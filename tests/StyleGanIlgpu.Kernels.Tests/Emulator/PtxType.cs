using System.Globalization;
using System.Numerics;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>A PTX type by name, and what bits of it mean.</summary>
internal readonly record struct PtxType(char Letter, int Bits)
{
    public static PtxType Parse(string name) => new(name[0], int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture));

    public bool IsFloat => Letter == 'f';

    public BigInteger Modulus => BigInteger.One << Bits;

    /// <summary>The integer that the low bits of a register stand for.</summary>
    public BigInteger Integer(ulong register)
    {
        var value = new BigInteger(register) % Modulus;
        return Letter == 's' && value >= Modulus / 2 ? value - Modulus : value;
    }

    public BigInteger Least => Letter == 's' ? -(Modulus / 2) : 0;

    public BigInteger Greatest => Letter == 's' ? (Modulus / 2) - 1 : Modulus - 1;

    /// <summary>An integer wrapped to the type, and its sign spread over a register of some bits.</summary>
    public ulong Register(BigInteger value, int registerBits)
    {
        var wrapped = Integer((ulong)(((value % Modulus) + Modulus) % Modulus));
        var register = BigInteger.One << registerBits;
        return (ulong)(((wrapped % register) + register) % register);
    }

    public ulong Register(BigInteger value) => Register(value, Bits);

    public double Float(ulong register) => Bits switch
    {
        16 => (double)BitConverter.UInt16BitsToHalf((ushort)register),
        32 => BitConverter.UInt32BitsToSingle((uint)register),
        _ => BitConverter.UInt64BitsToDouble(register),
    };

    /// <summary>To the nearest, ties to even. Of sums, products, quotients and roots of floats of half the digits, double is exact enough.</summary>
    public ulong Register(double value) => Bits switch
    {
        16 => BitConverter.HalfToUInt16Bits((Half)value),
        32 => BitConverter.SingleToUInt32Bits((float)value),
        _ => BitConverter.DoubleToUInt64Bits(value),
    };
}
