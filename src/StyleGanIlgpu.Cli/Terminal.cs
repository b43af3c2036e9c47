namespace StyleGanIlgpu.Cli;

/// <summary>Where a command writes: results to Out, all else to Error.</summary>
/// <param name="Out">Standard output: results only, so that the next program can read them.</param>
/// <param name="Error">Standard error: errors, warnings, the engine in use, progress.</param>
/// <param name="OutWidth">Columns of the terminal behind Out; null where Out is no terminal.</param>
/// <param name="ErrorWidth">Columns of the terminal behind Error; null where Error is no terminal.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, int? OutWidth = null, int? ErrorWidth = null)
{
    private const int UsualWidth = 80;

    /// <summary>What progress is timed by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static Terminal OfProcess() =>
        new(Console.Out, Console.Error, Console.IsOutputRedirected ? null : Width(), Console.IsErrorRedirected ? null : Width());

    public void Warn(string message) => Error.WriteLine($"warning: {message}");

    private static int Width()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }
}
