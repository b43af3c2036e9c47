using System.Reflection;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>An instruction without memory or control: its name, its registers and the primitive that executes it.</summary>
internal sealed record Opcode(string Name, InstructionClass Class, RegisterKind Destination, RegisterKind[] Sources, MethodInfo Primitive)
{
    public bool IsApproximate => Name.Contains(".approx", StringComparison.Ordinal) || Name.Contains(".full", StringComparison.Ordinal);
}
