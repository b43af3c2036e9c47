using System.Globalization;

namespace StyleGanIlgpu;

/// <summary>
/// A checkpoint can't be used as it is: not a checkpoint, damaged, hostile, or of a kind that isn't supported.
/// The message is one line that names the file, the part, what was expected and what was found.
/// </summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>A checkpoint of no particular fault.</summary>
    public ModelFormatException()
        : this("The checkpoint can't be read.")
    {
    }

    /// <summary>A checkpoint that can't be used, and why.</summary>
    /// <param name="message">One line: file, part, expected, found.</param>
    public ModelFormatException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>A checkpoint that can't be used, why, and the fault beneath.</summary>
    /// <param name="message">One line: file, part, expected, found.</param>
    /// <param name="innerException">The fault beneath.</param>
    public ModelFormatException(string message, Exception innerException)
        : base(OneLine(message), innerException)
    {
    }

    // Names in a message come from the file: they must neither break the line nor command somebody's terminal, nor fill it.
    private static string OneLine(string message)
    {
        const int Longest = 1000;
        var text = message.Length > Longest ? $"{message.AsSpan(0, Longest)}..." : message;
        return string.Create(text.Length, text, static (line, text) =>
        {
            for (var i = 0; i < line.Length; i++)
                line[i] = IsVisible(text[i]) ? text[i] : ' ';
        });
    }

    private static bool IsVisible(char character) => char.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
