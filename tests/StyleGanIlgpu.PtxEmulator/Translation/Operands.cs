using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Which registers an instruction reads and writes.</summary>
internal static class Operands
{
    /// <summary>Instructions that write no register, by the first part of their name.</summary>
    private static readonly HashSet<string> _withoutResult = ["st", "red", "cp", "bar", "barrier", "membar", "fence", "bra", "brx", "ret", "exit"];

    public static bool HasResult(InstructionStatement instruction) =>
        instruction.Opcode.StartsWith("bar.red.", StringComparison.Ordinal)
        || !_withoutResult.Contains(instruction.Opcode.Split('.', 2)[0]);

    public static IEnumerable<string> Written(InstructionStatement instruction) =>
        HasResult(instruction) && instruction.Operands.Count > 0 ? Registers(instruction.Operands[0]) : [];

    public static IEnumerable<string> Read(InstructionStatement instruction)
    {
        if (instruction.Guard is not null)
            yield return instruction.Guard.Name;
        foreach (var operand in instruction.Operands.Skip(HasResult(instruction) ? 1 : 0))
        {
            foreach (var name in Registers(operand))
                yield return name;
        }
    }

    private static IEnumerable<string> Registers(PtxOperand operand) => operand switch
    {
        RegisterOperand register => [register.Name],
        VectorOperand vector => vector.Items.SelectMany(Registers),
        AddressOperand address => Registers(address.Base),
        PairOperand pair => [.. Registers(pair.First), .. Registers(pair.Second)],
        _ => [],
    };
}
