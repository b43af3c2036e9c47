using StyleGanIlgpu.Cli;

namespace StyleGanIlgpu.Tests.Cli;

/// <summary>One run of the command inside the test process, and all that it said.</summary>
internal sealed record CommandRun(int Status, string Out, string Error)
{
    public string[] OutLines => Lines(Out);

    public string[] ErrorLines => Lines(Error);

    public static CommandRun Of(params string[] args) => Of(args, CancellationToken.None);

    public static CommandRun Of(string[] args, CancellationToken cancellation, TextWriter? into = null)
    {
        var (output, error) = (into ?? new StringWriter(), new StringWriter());
        // Its clock stands still: how long a run takes on this machine changes nothing of what it says.
        var terminal = new Terminal(output, error) { Clock = new ManualClock() };
        var status = CommandRoot.Run(args, terminal, cancellation);
        return new CommandRun(status, output.ToString()!, error.ToString());
    }

    /// <summary>Nothing on standard output, one line of error, this status; gives the line.</summary>
    public string Fails(int status)
    {
        Assert.Equal("", Out);
        var line = Assert.Single(ErrorLines);
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Equal(status, Status);
        return line;
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
