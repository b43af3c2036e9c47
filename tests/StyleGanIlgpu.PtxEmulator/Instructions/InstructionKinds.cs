using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Instructions;

/// <summary>Sorts instructions for counting.</summary>
internal static class InstructionKinds
{
    private static readonly Dictionary<string, InstructionClass> _byFirstPart = new()
    {
        ["bra"] = InstructionClass.Control,
        ["brx"] = InstructionClass.Control,
        ["ret"] = InstructionClass.Control,
        ["exit"] = InstructionClass.Control,
        ["bar"] = InstructionClass.Barrier,
        ["barrier"] = InstructionClass.Barrier,
        ["membar"] = InstructionClass.Barrier,
        ["fence"] = InstructionClass.Barrier,
        ["shfl"] = InstructionClass.Warp,
        ["vote"] = InstructionClass.Warp,
        ["activemask"] = InstructionClass.Warp,
        ["atom"] = InstructionClass.Atomic,
        ["red"] = InstructionClass.Atomic,
        ["mma"] = InstructionClass.TensorCore,
        ["ldmatrix"] = InstructionClass.LoadMatrix,
        ["cp"] = InstructionClass.AsyncCopy,
        ["mov"] = InstructionClass.Move,
        ["cvta"] = InstructionClass.Move,
    };

    private static readonly Dictionary<string, InstructionClass> _bySpace = new()
    {
        ["ld.global"] = InstructionClass.LoadGlobal,
        ["st.global"] = InstructionClass.StoreGlobal,
        ["ld.shared"] = InstructionClass.LoadShared,
        ["st.shared"] = InstructionClass.StoreShared,
        ["ld.local"] = InstructionClass.LoadLocal,
        ["st.local"] = InstructionClass.StoreLocal,
        ["ld.param"] = InstructionClass.LoadParameter,
    };

    public static InstructionClass ClassOf(InstructionStatement instruction)
    {
        var parts = instruction.Opcode.Split('.');
        if (_byFirstPart.TryGetValue(parts[0], out var group))
            return group;
        if (parts[0] is "ld" or "st")
            return _bySpace.GetValueOrDefault(parts.Length > 1 ? $"{parts[0]}.{parts[1]}" : "", InstructionClass.Generic);
        if (OpcodeTable.ByName.TryGetValue(instruction.Opcode, out var opcode))
            return opcode.Class;
        return TryCombined(instruction.Opcode, out var plain, out _) && OpcodeTable.ByName.TryGetValue(plain, out opcode)
            ? opcode.Class
            : InstructionClass.IntegerAlu;
    }

    /// <summary>Fences order memory as seen by other threads; here every access is seen at once, and they order nothing for race checks.</summary>
    public static bool IsNothing(string opcode) => opcode is "membar.cta" or "membar.gl" or "membar.sys";

    /// <summary><c>setp.ge.or.s32</c> is <c>setp.ge.s32</c> combined with one more predicate.</summary>
    public static bool TryCombined(string name, out string plain, out string? combination)
    {
        var parts = name.Split('.');
        var isCombined = parts.Length >= 4 && parts[0] == "setp" && parts[2] is "and" or "or" or "xor";
        combination = isCombined ? parts[2] : null;
        plain = isCombined ? string.Join('.', parts.Where((_, i) => i != 2)) : name;
        return isCombined;
    }
}
