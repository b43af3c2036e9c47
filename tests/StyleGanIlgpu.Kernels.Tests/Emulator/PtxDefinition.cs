using System.Numerics;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>What instructions compute for one lane, as the PTX manual defines them, plainly and slowly.</summary>
internal static class PtxDefinition
{
    /// <summary>Result bits; for inexact instructions the exact result, see <see cref="Bound"/>.</summary>
    public static ulong Evaluate(string opcode, ulong a, ulong b = 0, ulong c = 0)
    {
        var parts = opcode.Split('.');
        if (opcode == "cvt.rna.tf32.f32")
            return TensorFloat((uint)a);
        if (opcode == "cvt.rn.f16x2.f32")
            return Evaluate("cvt.rn.f16.f32", a) << 16 | Evaluate("cvt.rn.f16.f32", b);
        if (parts[^1] == "f16x2")
        {
            var single = string.Join('.', [.. parts[..^1], "f16"]);
            return Evaluate(single, a >> 16 & 0xFFFF, b >> 16 & 0xFFFF, c >> 16 & 0xFFFF) << 16
                | Evaluate(single, a & 0xFFFF, b & 0xFFFF, c & 0xFFFF);
        }
        if (parts[0] == "cvt")
            return Convert(parts, a);
        if (parts[^1] == "pred")
            return Predicate(parts[0], a != 0, b != 0) ? 1ul : 0;
        var type = PtxType.Parse(parts[^1]);
        if (parts[0] is "mov")
            return a;
        if (parts[0] is "selp")
            return c != 0 ? a : b;
        if (type.IsFloat)
            return Float(parts, type, a, b, c);
        return parts[0] == "setp" ? Compare(parts[1], type.Integer(a), type.Integer(b)) ? 1ul : 0 : Integer(parts, type, a, b, c);
    }

    /// <summary>To the nearest of 11 digits, ties away from zero.</summary>
    private static ulong TensorFloat(uint a)
    {
        var value = BitConverter.UInt32BitsToSingle(a);
        if (!float.IsFinite(value) || value == 0)
            return a;
        var unit = Math.Pow(2, Math.Max(Math.ILogB(value), -126) - 10);
        return BitConverter.SingleToUInt32Bits((float)(Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit)) | a & 0x8000_0000;
    }

    /// <summary>The greatest difference from the exact result that PTX documents; null for exact instructions.</summary>
    public static double? Bound(string opcode, double a, double exact)
    {
        var parts = opcode.Split('.');
        if (!parts.Contains("approx") && !parts.Contains("full"))
            return null;
        var size = Math.Abs(exact);
        var bound = parts[0] switch
        {
            "rcp" or "sqrt" => size * Math.Pow(2, -23),
            "rsqrt" => size * Math.Pow(2, -22.9),
            "ex2" => size * Math.Pow(2, -22),
            "lg2" => a is > 0.5 and < 2 ? Math.Pow(2, -22) : size * Math.Pow(2, -22),
            "sin" or "cos" => Math.Abs(a) <= 2 * Math.PI ? Math.Pow(2, -20.5) : Math.Abs(a) <= 100 * Math.PI ? Math.Pow(2, -14.7) : double.PositiveInfinity,
            "tanh" => size * Math.Pow(2, -11),
            "div" => size * Math.Pow(2, -22),
            _ => throw new NotSupportedException(opcode),
        };
        // A result below the normal numbers has no more digits than their spacing.
        return bound + Math.Pow(2, -149);
    }

    private static bool Predicate(string name, bool a, bool b) => name switch
    {
        "mov" => a,
        "not" => !a,
        "and" => a && b,
        "or" => a || b,
        "xor" => a != b,
        _ => throw new NotSupportedException(name),
    };

    private static bool Compare(string name, BigInteger a, BigInteger b) => name switch
    {
        "eq" => a == b,
        "ne" => a != b,
        "lt" or "lo" => a < b,
        "le" or "ls" => a <= b,
        "gt" or "hi" => a > b,
        "ge" or "hs" => a >= b,
        _ => throw new NotSupportedException(name),
    };

    private static bool Compare(string name, double a, double b)
    {
        var isUnordered = double.IsNaN(a) || double.IsNaN(b);
        return name switch
        {
            "num" => !isUnordered,
            "nan" => isUnordered,
            "equ" => isUnordered || a == b,
            "neu" => isUnordered || a != b,
            "ltu" => isUnordered || a < b,
            "leu" => isUnordered || a <= b,
            "gtu" => isUnordered || a > b,
            "geu" => isUnordered || a >= b,
            "eq" => !isUnordered && a == b,
            "ne" => !isUnordered && a != b,
            "lt" => !isUnordered && a < b,
            "le" => !isUnordered && a <= b,
            "gt" => !isUnordered && a > b,
            "ge" => !isUnordered && a >= b,
            _ => throw new NotSupportedException(name),
        };
    }

    private static ulong Integer(string[] parts, PtxType type, ulong a, ulong b, ulong c)
    {
        var (x, y, z) = (type.Integer(a), type.Integer(b), type.Integer(c));
        var wide = new PtxType(type.Letter, 2 * type.Bits);
        return (parts[0], parts[1]) switch
        {
            ("add", _) => type.Register(x + y),
            ("sub", _) => type.Register(x - y),
            ("mul", "lo") => type.Register(x * y),
            ("mul", "hi") => type.Register((x * y) >> type.Bits),
            ("mul", "wide") => wide.Register(x * y),
            ("mad", "lo") => type.Register((x * y) + z),
            ("mad", "wide") => wide.Register((x * y) + wide.Integer(c)),
            ("div", _) => y.IsZero ? type.Register(BigInteger.MinusOne) : type.Register(BigInteger.Divide(x, y)),
            ("rem", _) => y.IsZero ? a : type.Register(BigInteger.Remainder(x, y)),
            ("neg", _) => type.Register(-x),
            ("abs", _) => type.Register(BigInteger.Abs(x)),
            ("min", _) => type.Register(BigInteger.Min(x, y)),
            ("max", _) => type.Register(BigInteger.Max(x, y)),
            ("and", _) => type.Register(x & y),
            ("or", _) => type.Register(x | y),
            ("xor", _) => type.Register(x ^ y),
            ("not", _) => type.Register(-x - 1),
            // Amounts are unsigned 32-bit numbers, clamped at the width.
            ("shl", _) => type.Register(x << (int)Math.Min((uint)b, (uint)type.Bits)),
            ("shr", _) => type.Register(x >> (int)Math.Min((uint)b, (uint)type.Bits)),
            ("popc", _) => (ulong)Enumerable.Range(0, type.Bits).Count(i => Bit(a, i) != 0),
            ("clz", _) => (ulong)Enumerable.Range(0, type.Bits).TakeWhile(i => Bit(a, type.Bits - 1 - i) == 0).Count(),
            ("brev", _) => Enumerable.Range(0, type.Bits).Aggregate(0ul, (sum, i) => sum | Bit(a, i) << (type.Bits - 1 - i)),
            ("bfe", _) => ExtractBits(type, a, b, c),
            ("prmt", _) => Permute(a, b, c),
            _ => throw new NotSupportedException(string.Join('.', parts)),
        };
    }

    private static ulong Bit(ulong value, int index) => value >> index & 1;

    /// <summary>Word for word: pos = b &amp; 0xff, len = c &amp; 0xff, the sign bit a[min(pos+len-1, msb)], bit by bit.</summary>
    private static ulong ExtractBits(PtxType type, ulong a, ulong b, ulong c)
    {
        var (position, length, top) = ((int)(b & 0xFF), (int)(c & 0xFF), type.Bits - 1);
        var sign = type.Letter == 'u' || length == 0 ? 0 : Bit(a, Math.Min(position + length - 1, top));
        var result = 0ul;
        for (var i = 0; i <= top; i++)
            result |= (i < length && position + i <= top ? Bit(a, position + i) : sign) << i;
        return result;
    }

    private static ulong Permute(ulong a, ulong b, ulong c)
    {
        var bytes = BitConverter.GetBytes((uint)a).Concat(BitConverter.GetBytes((uint)b)).ToArray();
        var picked = Enumerable.Range(0, 4).Select(i =>
        {
            var selector = (int)(c >> (4 * i)) & 0xF;
            var value = bytes[selector & 7];
            return (selector & 8) == 0 ? value : (byte)((value & 0x80) != 0 ? 0xFF : 0);
        });
        return BitConverter.ToUInt32(picked.ToArray());
    }

    private static ulong Float(string[] parts, PtxType type, ulong a, ulong b, ulong c)
    {
        var isFlushed = parts.Contains("ftz");
        double Read(ulong bits) => isFlushed ? Flush(type, type.Float(bits)) : type.Float(bits);
        var (x, y, z) = (Read(a), Read(b), Read(c));
        if (parts[0] == "setp")
            return Compare(parts[1], x, y) ? 1ul : 0;
        if (parts[0] == "testp")
        {
            return parts[1] switch
            {
                "notanumber" => double.IsNaN(x) ? 1ul : 0,
                "number" => double.IsNaN(x) ? 0ul : 1,
                "infinite" => double.IsInfinity(x) ? 1ul : 0,
                "finite" => double.IsNaN(x) || double.IsInfinity(x) ? 0ul : 1,
                _ => throw new NotSupportedException(parts[1]),
            };
        }
        var signBit = 1ul << (type.Bits - 1);
        var value = parts[0] switch
        {
            "add" => x + y,
            "sub" => x - y,
            "mul" => x * y,
            "fma" => type.Bits == 32 ? MathF.FusedMultiplyAdd((float)x, (float)y, (float)z) : Math.FusedMultiplyAdd(x, y, z),
            "neg" => type.Float(type.Register(x) ^ signBit),
            "abs" => type.Float(type.Register(x) & ~signBit),
            "min" => double.IsNaN(x) ? y : double.IsNaN(y) ? x : x < y || (x == y && double.IsNegative(x)) ? x : y,
            "max" => double.IsNaN(x) ? y : double.IsNaN(y) ? x : x > y || (x == y && double.IsPositive(x)) ? x : y,
            "copysign" => type.Float((b & ~signBit) | (a & signBit)),
            "div" => x / y,
            "rcp" => 1 / x,
            "sqrt" => Math.Sqrt(x),
            "rsqrt" => 1 / Math.Sqrt(x),
            "ex2" => Math.Pow(2, x),
            "lg2" => Math.Log2(x),
            "sin" => Math.Sin(x),
            "cos" => Math.Cos(x),
            "tanh" => Math.Tanh(x),
            _ => throw new NotSupportedException(string.Join('.', parts)),
        };
        var rounded = type.Float(type.Register(value));
        if (isFlushed)
            rounded = Flush(type, rounded);
        if (parts.Contains("sat"))
            rounded = rounded > 0 ? Math.Min(rounded, 1) : 0;
        return type.Register(rounded);
    }

    private static double Flush(PtxType type, double value)
    {
        var least = type.Bits switch { 16 => Math.Pow(2, -14), 32 => Math.Pow(2, -126), _ => double.Epsilon };
        return Math.Abs(value) < least ? Math.CopySign(0, value) : value;
    }

    private static ulong Convert(string[] parts, ulong a)
    {
        var (to, from) = (PtxType.Parse(parts[^2]), PtxType.Parse(parts[^1]));
        // Values of 8 bits live in registers of 16.
        var registerBits = Math.Max(16, to.Bits);
        if (!from.IsFloat)
            return to.IsFloat ? FromInteger(to, from.Integer(a)) : to.Register(from.Integer(a), registerBits);
        var value = from.Float(a);
        if (parts.Contains("ftz") && from.Bits == 32)
            value = Flush(from, value);
        var rounding = parts.FirstOrDefault(part => part is "rni" or "rzi" or "rmi" or "rpi");
        if (to.IsFloat)
        {
            value = Round(rounding, value);
            if (parts.Contains("sat"))
                value = value > 0 ? Math.Min(value, 1) : 0;
            var result = to.Float(to.Register(value));
            return to.Register(parts.Contains("ftz") && to.Bits == 32 ? Flush(to, result) : result);
        }
        // PTX ISA 9.0, "cvt", as quoted in llvm-project#159530: "Zero if source is not .f64 and destination is not .s64, nor .u64. Otherwise
        // 1 << (BitWidth(dst) - 1)".
        if (double.IsNaN(value))
            return from.Bits == 64 || to.Bits == 64 ? to.Register(BigInteger.One << (to.Bits - 1), registerBits) : 0;
        var rounded = Round(rounding ?? throw new NotSupportedException(string.Join('.', parts)), value);
        var clamped = double.IsInfinity(rounded)
            ? (rounded > 0 ? to.Greatest : to.Least)
            : BigInteger.Max(to.Least, BigInteger.Min(to.Greatest, new BigInteger(rounded)));
        return to.Register(clamped, registerBits);
    }

    private static double Round(string? rounding, double value) => rounding switch
    {
        null => value,
        "rni" => Math.Round(value, MidpointRounding.ToEven),
        "rzi" => Math.Truncate(value),
        "rmi" => Math.Floor(value),
        _ => Math.Ceiling(value),
    };

    /// <summary>The nearest float, ties to even, found from the integer's digits.</summary>
    private static ulong FromInteger(PtxType to, BigInteger value)
    {
        var digits = to.Bits switch { 16 => 11, 32 => 24, _ => 53 };
        var size = BigInteger.Abs(value);
        var excess = (int)Math.Max(0, size.GetBitLength() - digits);
        var (kept, rest) = (size >> excess, size & ((BigInteger.One << excess) - 1));
        var half = excess == 0 ? BigInteger.One : BigInteger.One << (excess - 1);
        if (rest > half || (rest == half && excess > 0 && !kept.IsEven))
            kept++;
        var rounded = (double)kept * Math.Pow(2, excess);
        return to.Register(value.Sign < 0 ? -rounded : rounded);
    }
}
