using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Progress;

/// <summary>
/// Prints the files that a long job makes on standard output as they appear, and on standard error how far it is: a bar on a terminal, a few
/// lines elsewhere, nothing for a job of under a second. Thread-safe.
/// </summary>
internal abstract class WorkReport : IDisposable
{
    /// <summary>Shorter jobs need no report.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly long start;

    protected WorkReport(Terminal terminal, long total)
    {
        (Terminal, Total, clock) = (terminal, total, terminal.Clock);
        start = clock.GetTimestamp();
    }

    protected Terminal Terminal { get; }

    /// <summary>Pictures that the job makes.</summary>
    protected long Total { get; }

    protected long Done { get; private set; }

    protected TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>"12 of 100 pictures, 3.1 a second, 28 s left".</summary>
    protected string Summary
    {
        get
        {
            var (elapsed, of) = (Elapsed, $"{Quantities.Count(Done)} of {Quantities.Count(Total)} pictures");
            if (Done == 0 || elapsed <= TimeSpan.Zero)
                return $"{of}, {Quantities.Time(elapsed)}";
            var left = elapsed * ((double)(Total - Done) / Done);
            return $"{of}, {Quantities.Rate(Done / elapsed.TotalSeconds)} a second, {Quantities.Time(left)} left";
        }
    }

    public static WorkReport Start(Terminal terminal, long total) =>
        terminal.ErrorWidth is { } width ? new ProgressBar(terminal, total, width) : new ProgressLines(terminal, total);

    /// <summary>A picture is done, and lies in this file.</summary>
    public void Made(string path)
    {
        lock (gate)
        {
            Done++;
            Write(path);
        }
    }

    /// <summary>A file that isn't one of the counted pictures.</summary>
    public void AlsoMade(string path)
    {
        lock (gate)
            Write(path);
    }

    public void Dispose()
    {
        lock (gate)
            End();
    }

    /// <summary>Under the gate: shows where the job stands.</summary>
    protected abstract void Show();

    /// <summary>Under the gate: makes room for a line of results.</summary>
    protected virtual void Clear()
    {
    }

    /// <summary>Under the gate: the job is over.</summary>
    protected abstract void End();

    /// <summary>Shows where the job stands, from a timer.</summary>
    protected void Refresh()
    {
        lock (gate)
            Show();
    }

    private void Write(string path)
    {
        Clear();
        Terminal.Out.WriteLine(path);
        Show();
    }
}
