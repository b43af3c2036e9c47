using System.Diagnostics.CodeAnalysis;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>Text of any Python's pickle.</summary>
internal static class PickleText
{
    /// <summary>Longer texts (module sources) stay in the file.</summary>
    public const int Longest = 4096;

    /// <summary>The value as text: a str of Python 3, or a short str of Python 2, whose pickles don't tell text from bytes.</summary>
    public static bool TryGet(object? value, [NotNullWhen(true)] out string? text)
    {
        text = value as string ?? (value as PickleBytes)?.ToText(Longest);
        return text is not null;
    }
}
