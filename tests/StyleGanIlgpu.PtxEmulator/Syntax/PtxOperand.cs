namespace StyleGanIlgpu.PtxEmulator.Syntax;

/// <summary>An operand as written.</summary>
internal abstract record PtxOperand;

/// <summary>A register, possibly negated (<c>!%p1</c>), or a special register such as <c>%tid.x</c>.</summary>
internal sealed record RegisterOperand(string Name, bool Negated = false) : PtxOperand;

/// <summary>A literal: its bits, and whether they are those of a float (4), a double (8) or an integer (0).</summary>
internal sealed record ImmediateOperand(ulong Bits, int FloatBytes) : PtxOperand;

/// <summary>A variable or label by name.</summary>
internal sealed record SymbolOperand(string Name) : PtxOperand;

/// <summary><c>{a, b, ...}</c>.</summary>
internal sealed record VectorOperand(IReadOnlyList<PtxOperand> Items) : PtxOperand;

/// <summary><c>[base + offset]</c>; the base is a register or a variable.</summary>
internal sealed record AddressOperand(PtxOperand Base, long Offset) : PtxOperand;

/// <summary><c>%p|%q</c>: two destinations.</summary>
internal sealed record PairOperand(PtxOperand First, PtxOperand Second) : PtxOperand;
