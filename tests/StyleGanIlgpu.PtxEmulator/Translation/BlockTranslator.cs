using System.Reflection;
using System.Reflection.Emit;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Instructions;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <summary>
/// Compiles a block to two methods, each a straight row of calls of primitives on places of the warp's frame: one for all lanes
/// active, one that computes into scratch and merges the active lanes.
/// </summary>
internal sealed partial class BlockTranslator(KernelTranslator kernel, BasicBlock block)
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Type _pointer = typeof(byte).MakePointerType();
    private static readonly Type[] _memorySignature = [typeof(Warp), typeof(int), _pointer, _pointer, _pointer, _pointer, _pointer];
    private ILGenerator _il = null!;

    public CompiledBlock Translate()
    {
        var classes = new int[Enum.GetValues<InstructionClass>().Length];
        var products = new int[MmaShape.All.Count];
        foreach (var instruction in block.Body)
        {
            classes[(int)InstructionKinds.ClassOf(instruction)]++;
            if (MmaShape.Find(instruction.Opcode) is >= 0 and var shape)
                products[shape]++;
        }
        var last = block.Last;
        if (last is not null)
            classes[(int)InstructionKinds.ClassOf(last)]++;
        var compiled = new CompiledBlock(block, Compile(isMasked: false), Compile(isMasked: true), Guard(last), Index(last))
        {
            Classes = classes,
            Products = products,
        };
        return block.Kind == BlockEnd.Barrier ? WithBarrier(compiled, last!) : compiled;
    }

    private CompiledBlock WithBarrier(CompiledBlock compiled, InstructionStatement last)
    {
        var isReduction = last.Opcode.StartsWith("bar.red", StringComparison.Ordinal);
        var operands = last.Operands;
        var id = operands.Count > (isReduction ? 1 : 0) && operands[isReduction ? 1 : 0] is ImmediateOperand literal
            ? (int)literal.Bits
            : throw Unknown(last);
        if (id is < 0 or > 15)
            throw new PtxSyntaxException(last.Line, $"there is no barrier {id}: they are 0 to 15");
        if (operands.Count != (isReduction ? 3 : 1))
            throw new PtxSyntaxException(last.Line, "barriers of some of the threads are not known");
        if (!isReduction)
            return compiled with { BarrierId = id };
        if (!SpecialForms.BarrierReductions.TryGetValue(last.Opcode, out var kind))
            throw Unknown(last);
        return compiled with
        {
            BarrierId = id,
            ReductionResult = Offset(last, operands[0], kind),
            ReductionSource = Offset(last, operands[2], RegisterKind.Predicate),
            ReductionNegates = operands[2] is RegisterOperand { Negated: true },
        };
    }

    private int Guard(InstructionStatement? last) => last?.Guard is null ? -1 : Offset(last, last.Guard, RegisterKind.Predicate);

    private int Index(InstructionStatement? last) => block.Kind == BlockEnd.Switch ? Offset(last!, last!.Operands[0], RegisterKind.Bits32) : -1;

    private DynamicMethod Compile(bool isMasked)
    {
        var method = new DynamicMethod(
            $"block{block.Index}{(isMasked ? "masked" : "")}", typeof(void), [typeof(Warp), _pointer], typeof(BlockTranslator).Module, true);
        _il = method.GetILGenerator();
        foreach (var instruction in block.Body)
        {
            if (instruction.Guard is null)
            {
                Emit(instruction, isMasked);
                continue;
            }
            PushFrame(0);
            PushFrame(Offset(instruction, instruction.Guard, RegisterKind.Predicate));
            PushInteger(instruction.Guard.Negated ? 1 : 0);
            Call(typeof(Masking), nameof(Masking.Narrow));
            Emit(instruction, isMasked: true);
            PushFrame(0);
            Call(typeof(Masking), nameof(Masking.Restore));
        }
        _il.Emit(OpCodes.Ret);
        return method;
    }

    private void Emit(InstructionStatement instruction, bool isMasked)
    {
        var opcode = instruction.Opcode;
        if (SiteOf(instruction) is { } site)
            EmitMemory(instruction, site);
        else if (opcode.StartsWith("ld.param.", StringComparison.Ordinal))
            EmitParameter(instruction, isMasked);
        else if (opcode.StartsWith("mov.", StringComparison.Ordinal) && instruction.Operands is [RegisterOperand, SymbolOperand or VectorOperand] or [VectorOperand, _])
            EmitMove(instruction, isMasked);
        else if (opcode.StartsWith("cvta.", StringComparison.Ordinal))
            EmitConvertAddress(instruction, isMasked);
        else if (opcode.StartsWith("shfl.sync.", StringComparison.Ordinal))
            EmitShuffle(instruction, isMasked);
        else if (opcode.StartsWith("vote.sync.", StringComparison.Ordinal))
            EmitVote(instruction, isMasked);
        else if (opcode == "activemask.b32")
            WithResult(instruction, instruction.Operands[0], RegisterKind.Bits32, isMasked, EmitActiveMask);
        else if (opcode == "bar.warp.sync")
            EmitWarpBarrier(instruction);
        else if (opcode.StartsWith("mma.", StringComparison.Ordinal))
            EmitMatrixMultiply(instruction);
        else if (SiteReader.IsMatrixLoad(opcode))
            EmitMatrixLoad(instruction);
        else if (SiteReader.IsAsyncCopy(opcode))
            EmitAsyncCopy(instruction);
        else if (opcode.StartsWith("cp.async.", StringComparison.Ordinal))
            EmitAsyncWait(instruction);
        else if (!InstructionKinds.IsNothing(opcode))
            EmitTable(instruction, isMasked);
    }

    private AccessSite? SiteOf(InstructionStatement instruction) => SiteReader.IsMemory(instruction.Opcode) ? kernel.Site(instruction) : null;

    private void EmitTable(InstructionStatement instruction, bool isMasked)
    {
        var name = instruction.Opcode;
        string? combination = null;
        if (!OpcodeTable.ByName.TryGetValue(name, out var opcode) && InstructionKinds.TryCombined(name, out var plain, out combination))
            OpcodeTable.ByName.TryGetValue(plain, out opcode);
        if (opcode is null)
            throw Unknown(instruction);
        if (opcode.IsApproximate && !kernel.Options.AllowedApproximations.Contains(name))
            throw new PtxSyntaxException(instruction.Line, $"'{name}' is inexact and not among the allowed approximations");
        if (instruction.Operands.Count != 1 + opcode.Sources.Length + (combination is null ? 0 : 1))
            throw new PtxSyntaxException(instruction.Line, $"'{instruction}' has a wrong number of operands");
        WithResult(instruction, instruction.Operands[0], opcode.Destination, isMasked, d =>
        {
            PushFrame(combination is null ? d : Scratch(1));
            for (var i = 0; i < opcode.Sources.Length; i++)
                Push(instruction, instruction.Operands[i + 1], opcode.Sources[i]);
            EmitCall(opcode.Primitive);
            if (combination is not null)
                EmitCombination(instruction, combination, d);
        });
    }

    private void EmitCombination(InstructionStatement instruction, string combination, int d)
    {
        var other = instruction.Operands[^1];
        PushFrame(Scratch(2));
        Push(instruction, other is RegisterOperand register ? register with { Negated = false } : other, RegisterKind.Predicate);
        EmitCall(OpcodeTable.ByName[other is RegisterOperand { Negated: true } ? "not.pred" : "mov.pred"].Primitive);
        PushFrame(d);
        PushFrame(Scratch(1));
        PushFrame(Scratch(2));
        EmitCall(OpcodeTable.ByName[combination + ".pred"].Primitive);
    }

    private void EmitMove(InstructionStatement instruction, bool isMasked)
    {
        if (instruction.Operands is [RegisterOperand, SymbolOperand symbol])
        {
            if (!kernel.Symbols.TryFind(symbol.Name, out var space, out var address))
                throw new PtxSyntaxException(instruction.Line, $"'{symbol.Name}' is not declared");
            // Addresses of shared memory fit 32 bits.
            var kind = space == MemorySpace.Shared ? kernel.KindOf(instruction, instruction.Operands[0]) : RegisterKind.Bits64;
            WithResult(instruction, instruction.Operands[0], kind, isMasked, d =>
            {
                PushFrame(d);
                PushConstant(address, PtxTypes.LaneBytes(kind));
                EmitCall(OpcodeTable.ByName[kind == RegisterKind.Bits32 ? "mov.b32" : "mov.b64"].Primitive);
            });
            return;
        }
        var (whole, part) = instruction.Opcode switch
        {
            "mov.b64" => (RegisterKind.Bits64, RegisterKind.Bits32),
            "mov.b32" => (RegisterKind.Bits32, RegisterKind.Bits16),
            _ => throw Unknown(instruction),
        };
        var isWord = whole == RegisterKind.Bits32;
        if (instruction.Operands is [RegisterOperand, VectorOperand { Items.Count: 2 } parts])
        {
            WithResult(instruction, instruction.Operands[0], whole, isMasked, d =>
            {
                PushFrame(d);
                Push(instruction, parts.Items[0], part);
                Push(instruction, parts.Items[1], part);
                Call(typeof(Packing), isWord ? nameof(Packing.PackHalves) : nameof(Packing.Pack));
            });
        }
        else if (instruction.Operands is [VectorOperand { Items.Count: 2 } halves, _])
        {
            for (var half = 0; half < 2; half++)
            {
                var shift = (isWord ? 16 : 32) * half;
                WithResult(instruction, halves.Items[half], part, isMasked, d =>
                {
                    PushFrame(d);
                    Push(instruction, instruction.Operands[1], whole);
                    PushInteger(shift);
                    Call(typeof(Packing), isWord ? nameof(Packing.UnpackHalves) : nameof(Packing.Unpack));
                });
            }
        }
        else
        {
            throw Unknown(instruction);
        }
    }
}
