namespace StyleGanIlgpu.PtxEmulator.Syntax;

/// <summary>A PTX module as written.</summary>
internal sealed class PtxModuleSyntax
{
    public string Version { get; set; } = "";
    public string Target { get; set; } = "";
    public List<PtxVariable> Variables { get; } = [];
    public Dictionary<string, PtxFunction> Functions { get; } = [];
}
