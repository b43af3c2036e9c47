namespace StyleGanIlgpu.PtxEmulator.Syntax;

/// <summary>A word, number or punctuation mark of PTX text with its line (1-based).</summary>
internal readonly record struct PtxToken(string Text, int Line)
{
    public bool IsEnd => Text.Length == 0;
}
