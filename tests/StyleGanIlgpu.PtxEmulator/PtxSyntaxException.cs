namespace StyleGanIlgpu.PtxEmulator;

/// <summary>PTX text that the emulator does not know or that contradicts itself.</summary>
public sealed class PtxSyntaxException : Exception
{
    public PtxSyntaxException(int line, string message)
        : base($"PTX line {line}: {message}.") => Line = line;

    /// <summary>The line of the text, from 1.</summary>
    public int Line { get; }
}
