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
        : base(message)
    {
    }

    /// <summary>A checkpoint that can't be used, why, and the fault beneath.</summary>
    /// <param name="message">One line: file, part, expected, found.</param>
    /// <param name="innerException">The fault beneath.</param>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
