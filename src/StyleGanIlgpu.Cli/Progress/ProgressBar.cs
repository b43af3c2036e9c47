using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Progress;

/// <summary>
/// For terminals: one line, drawn over itself. It is drawn here rather than by a console library because the results on standard output
/// usually go to the same screen, and each must find the line cleared.
/// </summary>
internal sealed class ProgressBar : WorkReport
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    private readonly int width;
    private readonly ITimer timer;
    private int drawn;
    private bool ended;

    public ProgressBar(Terminal terminal, long total, int width)
        : base(terminal, total)
    {
        this.width = width;
        // A picture may take minutes: the time must be seen to move between two of them.
        timer = terminal.Clock.CreateTimer(_ => Refresh(), null, Patience, Period);
    }

    protected override void Show()
    {
        if (ended || Elapsed < Patience)
            return;
        var filled = (int)((Int128)Done * BarWidth / Total);
        var line = $"[{new string('#', filled)}{new string('-', BarWidth - filled)}] {Summary}";
        // The last column stays free: writing there moves some terminals on to the next line.
        line = line.Length < width ? line : line[..Math.Max(0, width - 1)];
        Terminal.Error.Write($"\r{line.PadRight(drawn)}");
        Terminal.Error.Flush();
        drawn = line.Length;
    }

    protected override void Clear()
    {
        if (drawn == 0)
            return;
        Terminal.Error.Write($"\r{new string(' ', drawn)}\r");
        Terminal.Error.Flush();
        drawn = 0;
    }

    protected override void End()
    {
        if (ended)
            return;
        ended = true;
        timer.Dispose();
        Clear();
        if (Elapsed >= Patience)
            Terminal.Error.WriteLine($"{Quantities.Count(Done)} pictures in {Quantities.Time(Elapsed)}");
    }
}
