using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Reads what a load, store or atomic does from its opcode: <c>ld.global.nc.v4.f32</c>.</summary>
internal static class SiteReader
{
    public static bool IsMemory(string opcode) => opcode.Split('.', 2)[0] is "ld" or "st" or "atom" or "red" && !opcode.StartsWith("ld.param", StringComparison.Ordinal);

    public static AccessSite Read(int index, InstructionStatement instruction, int registerBytes)
    {
        var parts = instruction.Opcode.Split('.');
        var isAtomic = parts[0] is "atom" or "red";
        var site = new AccessSite(index, instruction, MemorySpace.Generic, parts[0] is "st", isAtomic);
        foreach (var part in parts.Skip(1))
        {
            if (SpecialForms.Spaces.TryGetValue(part, out var space))
                site = site with { Space = space };
            else if (part is "v2" or "v4" && !isAtomic)
                site = site with { Count = part[1] - '0' };
            else if (PtxTypes.Bytes(part) is { } bytes)
                site = site with { ElementBytes = bytes, SignExtends = part[0] == 's' };
            else if (part == "nc" && parts[0] == "ld" && site.Space == MemorySpace.Global)
                site = site with { IsReadOnly = true };
            else if (!(isAtomic && AtomicAccess.Operations.Keys.Any(key => key.StartsWith(part + ".", StringComparison.Ordinal)))
                && part is not ("cta" or "gpu" or "relaxed"))
                throw new PtxSyntaxException(instruction.Line, $"'{instruction.Opcode}' is not known");
        }
        if (site.ElementBytes == 0 || site.Bytes > 16 || (isAtomic && site.Space == MemorySpace.Local))
            throw new PtxSyntaxException(instruction.Line, $"'{instruction.Opcode}' is not known");
        if (registerBytes < site.ElementBytes || (isAtomic && registerBytes != site.ElementBytes))
            throw new PtxSyntaxException(instruction.Line, $"the registers of '{instruction}' do not fit its type");
        return site with { RegisterBytes = registerBytes };
    }

    /// <summary>The key of <see cref="AtomicAccess.Operations"/>.</summary>
    public static string AtomicOperation(InstructionStatement instruction)
    {
        var parts = instruction.Opcode.Split('.');
        var type = parts[^1];
        foreach (var part in parts.Skip(1))
        {
            if (AtomicAccess.Operations.ContainsKey($"{part}.{type}"))
                return $"{part}.{type}";
        }
        throw new PtxSyntaxException(instruction.Line, $"'{instruction.Opcode}' is not known");
    }
}
