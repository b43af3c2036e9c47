using System.Globalization;
using System.Text;
using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>The escaped texts of protocol 0.</summary>
internal static class PickleEscapes
{
    /// <summary>Python 2's repr of a str: in quotes, with backslash escapes. Null if it isn't one.</summary>
    public static PickleBytes? String(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[0] is not ((byte)'\'' or (byte)'"') || line[^1] != line[0])
            return null;
        line = line[1..^1];
        var decoded = new byte[line.Length];
        var length = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                decoded[length++] = line[i];
                continue;
            }

            if (++i == line.Length)
                return null;
            if (line[i] == 'x')
            {
                if (i + 2 >= line.Length || !byte.TryParse(line.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out decoded[length]))
                    return null;
                length++;
                i += 2;
                continue;
            }

            decoded[length++] = (char)line[i] switch
            {
                'n' => (byte)'\n',
                'r' => (byte)'\r',
                't' => (byte)'\t',
                var other => (byte)other,
            };
        }

        var source = ByteSource.Allocate(length, out var bytes);
        decoded.AsSpan(0, length).CopyTo(bytes);
        return new PickleBytes(source.All, PickleEncoding.RawText);
    }

    /// <summary>Python's raw-unicode-escape: Latin-1 with \uXXXX and \UXXXXXXXX. Null if an escape is damaged.</summary>
    public static string? Unicode(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] != '\\' || i + 1 == line.Length ? 0 : (char)line[i + 1] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                text.Append((char)line[i]);
                continue;
            }

            if (i + 1 + digits >= line.Length
                || !uint.TryParse(line.Slice(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                || code > 0x10FFFF)
            {
                return null;
            }

            if (code > 0xFFFF)
                text.Append(char.ConvertFromUtf32((int)code));
            else
                text.Append((char)code);
            i += 1 + digits;
        }

        return text.ToString();
    }
}
