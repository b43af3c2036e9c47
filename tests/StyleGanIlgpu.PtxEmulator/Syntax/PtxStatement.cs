namespace StyleGanIlgpu.PtxEmulator.Syntax;

/// <summary>An instruction or a label, in the order of the text.</summary>
internal abstract record PtxStatement(int Line);

internal sealed record LabelStatement(int Line, string Name) : PtxStatement(Line);

internal sealed record InstructionStatement(int Line, RegisterOperand? Guard, string Opcode, IReadOnlyList<PtxOperand> Operands)
    : PtxStatement(Line)
{
    public override string ToString() =>
        (Guard is null ? "" : $"@{(Guard.Negated ? "!" : "")}{Guard.Name} ") + Opcode + " " + string.Join(", ", Operands.Select(Write));

    private static string Write(PtxOperand operand) => operand switch
    {
        RegisterOperand r => (r.Negated ? "!" : "") + r.Name,
        ImmediateOperand { FloatBytes: 4 } f => $"0f{f.Bits:X8}",
        ImmediateOperand { FloatBytes: 8 } d => $"0d{d.Bits:X16}",
        ImmediateOperand i => ((long)i.Bits).ToString(System.Globalization.CultureInfo.InvariantCulture),
        SymbolOperand s => s.Name,
        VectorOperand v => "{" + string.Join(", ", v.Items.Select(Write)) + "}",
        AddressOperand { Offset: 0 } a => $"[{Write(a.Base)}]",
        AddressOperand a => $"[{Write(a.Base)}+{a.Offset}]",
        PairOperand p => Write(p.First) + "|" + Write(p.Second),
        _ => operand.ToString(),
    };
}

/// <summary>A <c>.shared</c>, <c>.local</c> or <c>.param</c> variable; an unsized <c>extern</c> array has size 0.</summary>
internal sealed record PtxVariable(string Name, string Space, int Size, int Alignment, bool IsExtern);

/// <summary>A function as written: <c>.entry</c>, or <c>.func</c> (then with its return parameters).</summary>
internal sealed class PtxFunction
{
    public required string Name { get; init; }
    public required bool IsEntry { get; init; }
    public required int Line { get; init; }
    public List<PtxVariable> Returns { get; } = [];
    public List<PtxVariable> Parameters { get; } = [];
    public List<PtxVariable> Variables { get; } = [];

    /// <summary>Register name to its type (<c>pred</c>, <c>b32</c>, <c>f32</c> ...).</summary>
    public Dictionary<string, string> Registers { get; } = [];

    /// <summary>Targets of <c>.branchtargets</c> by the label before it.</summary>
    public Dictionary<string, IReadOnlyList<string>> BranchTargets { get; } = [];

    public List<PtxStatement> Body { get; } = [];
    public bool HasBody { get; set; }
}
