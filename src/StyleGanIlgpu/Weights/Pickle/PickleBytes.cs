using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>How the bytes of a pickled value lie in the file.</summary>
internal enum PickleEncoding
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>Python 2's str: raw bytes that may be meant as text.</summary>
    RawText,

    /// <summary>UTF-8 text, too long to be decoded before somebody asks.</summary>
    Utf8,

    /// <summary>Bytes written as UTF-8 of the characters 0..255, as protocol 2 does by _codecs.encode(text, 'latin1').</summary>
    Latin1Utf8,
}

/// <summary>Bytes or a long text, still in the file.</summary>
internal sealed class PickleBytes(ByteSlice slice, PickleEncoding encoding)
{
    public ByteSlice Slice { get; } = slice;

    public PickleEncoding Encoding { get; } = encoding;

    /// <summary>The bytes meant: a view of the file, or new memory where they are stored encoded. Null if they are text, or no bytes at all.</summary>
    public ByteSlice? ToBytes()
    {
        if (Encoding is PickleEncoding.Raw or PickleEncoding.RawText)
            return Slice;
        if (Encoding == PickleEncoding.Utf8 || Slice.Length > Array.MaxLength)
            return null;
        var encoded = Slice.Span;
        var length = 0;
        foreach (var unit in encoded)
            length += (unit & 0xC0) == 0x80 ? 0 : 1;
        var source = ByteSource.Allocate(length, out var decoded);
        return Latin1(encoded, decoded) ? source.All : null;
    }

    /// <summary>The text meant, if it is text of at most so many bytes.</summary>
    public string? ToText(int longest) => Slice.Length > longest
        ? null
        : Encoding switch
        {
            PickleEncoding.RawText => System.Text.Encoding.Latin1.GetString(Slice.Span),
            PickleEncoding.Utf8 => System.Text.Encoding.UTF8.GetString(Slice.Span),
            _ => null,
        };

    // Vectorised by the framework where the text is ASCII; the rest is one of two lead bytes and a tail.
    private static bool Latin1(ReadOnlySpan<byte> encoded, Span<byte> decoded)
    {
        while (true)
        {
            var ascii = encoded.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0)
            {
                encoded.CopyTo(decoded);
                return true;
            }

            encoded[..ascii].CopyTo(decoded);
            encoded = encoded[ascii..];
            decoded = decoded[ascii..];
            while (encoded.Length > 0 && encoded[0] >= 0x80)
            {
                if (encoded.Length < 2 || encoded[0] is not (0xC2 or 0xC3) || (encoded[1] & 0xC0) != 0x80)
                    return false;
                decoded[0] = (byte)((encoded[0] << 6) | (encoded[1] & 0x3F));
                encoded = encoded[2..];
                decoded = decoded[1..];
            }
        }
    }
}
