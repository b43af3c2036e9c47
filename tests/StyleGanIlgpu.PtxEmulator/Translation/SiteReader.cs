using System.Text.RegularExpressions;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>Reads what a load, store or atomic does from its opcode: <c>ld.global.nc.v4.f32</c>.</summary>
internal static partial class SiteReader
{
    private static readonly HashSet<string> _asyncCopies = ["cp.async.ca.shared.global", "cp.async.cg.shared.global"];

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

    public static bool IsMatrixLoad(string opcode) => opcode.StartsWith("ldmatrix.", StringComparison.Ordinal);

    public static bool IsAsyncCopy(string opcode) => _asyncCopies.Contains(Plain(opcode));

    /// <summary><c>ldmatrix</c>: rows of 16 bytes.</summary>
    public static AccessSite ReadMatrixLoad(int index, InstructionStatement instruction)
    {
        var isTransposed = instruction.Opcode.Contains(".trans.", StringComparison.Ordinal);
        if (!MatrixLoads().IsMatch(Plain(instruction.Opcode)))
            throw new PtxSyntaxException(instruction.Line, $"'{instruction.Opcode}' is not known");
        var offset = instruction.Operands.OfType<AddressOperand>().FirstOrDefault()?.Offset ?? 0;
        return new AccessSite(index, instruction, MemorySpace.Shared, IsStore: false, IsAtomic: false)
        {
            Count = 4,
            ElementBytes = 4,
            RegisterBytes = 4,
            Offset = offset,
            IsTransposed = isTransposed,
        };
    }

    /// <summary><c>cp.async</c>: the read, and behind it the write.</summary>
    public static (AccessSite Read, AccessSite Write) ReadAsyncCopy(int index, InstructionStatement instruction)
    {
        if (instruction.Operands is not [AddressOperand target, AddressOperand source, ImmediateOperand { Bits: 4 or 8 or 16 } bytes, ..]
            || (bytes.Bits != 16 && instruction.Opcode.StartsWith("cp.async.cg", StringComparison.Ordinal)))
            throw new PtxSyntaxException(instruction.Line, $"'{instruction}' is not known");
        var read = new AccessSite(index, instruction, MemorySpace.Global, IsStore: false, IsAtomic: false)
        {
            Count = (int)bytes.Bits / 4,
            ElementBytes = 4,
            RegisterBytes = 4,
            Offset = source.Offset,
        };
        return (read, read with { Index = index + 1, Space = MemorySpace.Shared, IsStore = true, Offset = target.Offset });
    }

    private static string Plain(string opcode) =>
        opcode.Replace("shared::cta", "shared", StringComparison.Ordinal).Replace(".L2::64B", "", StringComparison.Ordinal)
            .Replace(".L2::128B", "", StringComparison.Ordinal).Replace(".L2::256B", "", StringComparison.Ordinal);

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

    [GeneratedRegex(@"^ldmatrix\.sync\.aligned\.m8n8\.x[124](\.trans)?\.shared\.b16$")]
    private static partial Regex MatrixLoads();
}
