using System.Text;

namespace StyleGanIlgpu.Weights.Zip;

/// <summary>Names of entries. Nothing here unpacks by them, but a name that would leave a folder is the mark of an attack.</summary>
internal static class ZipNames
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name as text; what isn't UTF-8 is read byte by byte.</summary>
    public static string Decode(ReadOnlySpan<byte> name)
    {
        try
        {
            return StrictUtf8.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(name);
        }
    }

    /// <summary>Whether a name stays below the folder that it would be unpacked to. A folder's own entry ends with a slash.</summary>
    public static bool IsSafe(string name)
    {
        if (name.Contains('\\', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || name is [_, ':', ..])
            return false;
        var parts = name.TrimEnd('/').Split('/');
        return name.Length - name.TrimEnd('/').Length <= 1 && !parts.Any(part => part is "" or "." or "..");
    }
}
