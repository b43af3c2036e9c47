using System.Globalization;
using System.Numerics;
using System.Text;
using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>Numbers, text and bytes.</summary>
internal sealed partial class PickleMachine
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private bool Scalar(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None:
                Push(null);
                return true;
            case PickleOpcode.NewTrue:
                Push(True);
                return true;
            case PickleOpcode.NewFalse:
                Push(False);
                return true;
            case PickleOpcode.BinInt:
                Push((long)_cursor.Int32());
                return true;
            case PickleOpcode.BinInt1:
                Push((long)_cursor.Byte());
                return true;
            case PickleOpcode.BinInt2:
                Push((long)_cursor.UInt16());
                return true;
            case PickleOpcode.Long1:
                PushWhole(Long(_cursor.Byte()));
                return true;
            case PickleOpcode.Long4:
                PushWhole(Long(_cursor.UInt32()));
                return true;
            case PickleOpcode.BinFloat:
                Push(_cursor.BigEndianDouble());
                return true;
            case PickleOpcode.Int:
                var line = _cursor.Line(PickleLimits.NumberBytes);
                Push(line.SequenceEqual("01"u8) ? True : line.SequenceEqual("00"u8) ? False : Number(line));
                return true;
            case PickleOpcode.Long:
                var digits = _cursor.Line(PickleLimits.NumberBytes);
                PushWhole(BigInteger.TryParse(
                    Encoding.Latin1.GetString(digits).TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw _cursor.Fault("a whole number is expected"));
                return true;
            case PickleOpcode.Float:
                Push(Real(_cursor.Line(PickleLimits.NumberBytes)));
                return true;
            default:
                return false;
        }
    }

    private bool Text(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.ShortBinUnicode:
                Push(Unicode(_cursor.Take(_cursor.Byte())));
                return true;
            case PickleOpcode.BinUnicode:
                Push(Unicode(_cursor.Take(_cursor.UInt32())));
                return true;
            case PickleOpcode.BinUnicode8:
                Push(Unicode(_cursor.Take(_cursor.UInt64())));
                return true;
            case PickleOpcode.ShortBinBytes:
                Push(new PickleBytes(_cursor.Take(_cursor.Byte()), PickleEncoding.Raw));
                return true;
            case PickleOpcode.BinBytes:
                Push(new PickleBytes(_cursor.Take(_cursor.UInt32()), PickleEncoding.Raw));
                return true;
            case PickleOpcode.BinBytes8:
            case PickleOpcode.ByteArray8:
                Push(new PickleBytes(_cursor.Take(_cursor.UInt64()), PickleEncoding.Raw));
                return true;
            case PickleOpcode.ShortBinString:
                Push(new PickleBytes(_cursor.Take(_cursor.Byte()), PickleEncoding.RawText));
                return true;
            case PickleOpcode.BinString:
                Push(new PickleBytes(_cursor.Take(_cursor.UInt32()), PickleEncoding.RawText));
                return true;
            case PickleOpcode.String:
                Push(PickleEscapes.String(_cursor.Line()) ?? throw _cursor.Fault("a quoted string is expected"));
                return true;
            case PickleOpcode.Unicode:
                Push(PickleEscapes.Unicode(_cursor.Line()) ?? throw _cursor.Fault("escaped text is expected"));
                return true;
            default:
                return false;
        }
    }

    private object Unicode(ByteSlice utf8)
    {
        if (utf8.Length > PickleText.Longest)
            return new PickleBytes(utf8, PickleEncoding.Utf8);
        try
        {
            return StrictUtf8.GetString(utf8.Span);
        }
        catch (DecoderFallbackException)
        {
            throw _cursor.Fault("text is expected to be UTF-8");
        }
    }

    private BigInteger Long(uint length)
    {
        if (length > PickleLimits.NumberBytes)
            throw _cursor.Fault($"a whole number of {length} bytes, expected at most {PickleLimits.NumberBytes}");
        return new BigInteger(_cursor.Bytes((int)length));
    }

    // Only numbers beyond 64 bits stay big.
    private void PushWhole(BigInteger number)
    {
        if (number >= long.MinValue && number <= long.MaxValue)
            Push((long)number);
        else
            Push(number);
    }

    // Python's repr, which names infinities otherwise than .NET.
    private double Real(ReadOnlySpan<byte> line) =>
        line.SequenceEqual("inf"u8) ? double.PositiveInfinity
        : line.SequenceEqual("-inf"u8) ? double.NegativeInfinity
        : double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real
        : throw _cursor.Fault("a number is expected");

    private long Number(ReadOnlySpan<byte> line) =>
        long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw _cursor.Fault("a whole number is expected");
}
