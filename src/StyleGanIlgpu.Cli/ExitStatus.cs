namespace StyleGanIlgpu.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitStatus
{
    public const int Done = 0;

    /// <summary>It failed; one line on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C, by the shells' rule of 128 + signal.</summary>
    public const int Cancelled = 130;
}
