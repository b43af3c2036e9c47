using StyleGanIlgpu.Cli.Output;

namespace StyleGanIlgpu.Cli.Progress;

/// <summary>For logs: a line at each tenth of a long job, so ten at the most, and no two within a second.</summary>
internal sealed class ProgressLines(Terminal terminal, long total) : WorkReport(terminal, total)
{
    private const int Parts = 10;

    private long shown;
    private TimeSpan last;

    protected override void Show()
    {
        var part = (long)((Int128)Done * Parts / Total);
        if (part <= shown || Done == Total || Elapsed - last < Patience)
            return;
        (shown, last) = (part, Elapsed);
        Terminal.Error.WriteLine(Summary);
    }

    protected override void End()
    {
        if (Elapsed >= Patience)
            Terminal.Error.WriteLine($"{Quantities.Count(Done)} pictures in {Quantities.Time(Elapsed)}");
    }
}
