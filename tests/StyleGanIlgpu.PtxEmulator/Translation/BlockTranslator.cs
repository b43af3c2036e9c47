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
internal sealed class BlockTranslator(KernelTranslator kernel, BasicBlock block)
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Type _pointer = typeof(byte).MakePointerType();
    private static readonly Type[] _memorySignature = [typeof(Warp), typeof(int), _pointer, _pointer, _pointer, _pointer, _pointer];
    private ILGenerator _il = null!;

    public CompiledBlock Translate()
    {
        var classes = new int[Enum.GetValues<InstructionClass>().Length];
        foreach (var instruction in block.Body)
            classes[(int)InstructionKinds.ClassOf(instruction)]++;
        var last = block.Last;
        if (last is not null)
            classes[(int)InstructionKinds.ClassOf(last)]++;
        var compiled = new CompiledBlock(block, Compile(isMasked: false), Compile(isMasked: true), Guard(last), Index(last))
        {
            Classes = classes,
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

    private BlockCode Compile(bool isMasked)
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
        return method.CreateDelegate<BlockCode>();
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
            _il.Emit(OpCodes.Call, opcode.Primitive);
            if (combination is not null)
                EmitCombination(instruction, combination, d);
        });
    }

    private void EmitCombination(InstructionStatement instruction, string combination, int d)
    {
        var other = instruction.Operands[^1];
        PushFrame(Scratch(2));
        Push(instruction, other is RegisterOperand register ? register with { Negated = false } : other, RegisterKind.Predicate);
        _il.Emit(OpCodes.Call, OpcodeTable.ByName[other is RegisterOperand { Negated: true } ? "not.pred" : "mov.pred"].Primitive);
        PushFrame(d);
        PushFrame(Scratch(1));
        PushFrame(Scratch(2));
        _il.Emit(OpCodes.Call, OpcodeTable.ByName[combination + ".pred"].Primitive);
    }

    private void EmitMove(InstructionStatement instruction, bool isMasked)
    {
        if (instruction.Operands is [RegisterOperand, SymbolOperand symbol])
        {
            if (!kernel.Symbols.TryFind(symbol.Name, out _, out var address))
                throw new PtxSyntaxException(instruction.Line, $"'{symbol.Name}' is not declared");
            WithResult(instruction, instruction.Operands[0], RegisterKind.Bits64, isMasked, d =>
            {
                PushFrame(d);
                PushConstant(address, 8);
                _il.Emit(OpCodes.Call, OpcodeTable.ByName["mov.b64"].Primitive);
            });
        }
        else if (instruction.Operands is [RegisterOperand, VectorOperand { Items.Count: 2 } parts] && instruction.Opcode == "mov.b64")
        {
            WithResult(instruction, instruction.Operands[0], RegisterKind.Bits64, isMasked, d =>
            {
                PushFrame(d);
                Push(instruction, parts.Items[0], RegisterKind.Bits32);
                Push(instruction, parts.Items[1], RegisterKind.Bits32);
                Call(typeof(Packing), nameof(Packing.Pack));
            });
        }
        else if (instruction.Operands is [VectorOperand { Items.Count: 2 } halves, _] && instruction.Opcode == "mov.b64")
        {
            for (var half = 0; half < 2; half++)
            {
                var shift = 32 * half;
                WithResult(instruction, halves.Items[half], RegisterKind.Bits32, isMasked, d =>
                {
                    PushFrame(d);
                    Push(instruction, instruction.Operands[1], RegisterKind.Bits64);
                    PushInteger(shift);
                    Call(typeof(Packing), nameof(Packing.Unpack));
                });
            }
        }
        else
        {
            throw Unknown(instruction);
        }
    }

    private void EmitConvertAddress(InstructionStatement instruction, bool isMasked)
    {
        if (!SpecialForms.AddressConversions.TryGetValue(instruction.Opcode, out var space) || instruction.Operands.Count != 2)
            throw Unknown(instruction);
        WithResult(instruction, instruction.Operands[0], RegisterKind.Bits64, isMasked, d =>
        {
            PushFrame(d);
            Push(instruction, instruction.Operands[1], RegisterKind.Bits64);
            if (space == MemorySpace.Global)
                _il.Emit(OpCodes.Call, OpcodeTable.ByName["mov.b64"].Primitive);
            else
                Call(typeof(GenericAccess), space == MemorySpace.Shared ? nameof(GenericAccess.ConvertShared) : nameof(GenericAccess.ConvertLocal));
        });
    }

    private void EmitParameter(InstructionStatement instruction, bool isMasked)
    {
        var parts = instruction.Opcode.Split('.');
        var type = parts[^1];
        if (parts.Length > 4 || (parts.Length == 4 && parts[2] is not ("v2" or "v4")) || PtxTypes.Bytes(type) is not { } bytes
            || instruction.Operands is not [_, AddressOperand { Base: SymbolOperand symbol } address])
            throw Unknown(instruction);
        var parameter = kernel.Symbols.Parameters.FirstOrDefault(p => p.Name == symbol.Name)
            ?? throw new PtxSyntaxException(instruction.Line, $"'{symbol.Name}' is no parameter");
        var items = instruction.Operands[0] is VectorOperand vector ? vector.Items : [instruction.Operands[0]];
        if (items.Count != (parts.Length == 4 ? parts[2][1] - '0' : 1))
            throw Unknown(instruction);
        for (var i = 0; i < items.Count; i++)
        {
            var offset = address.Offset + i * bytes;
            if (offset < 0 || offset + bytes > parameter.Size || (parameter.Offset + offset) % bytes != 0)
                throw new PtxSyntaxException(instruction.Line, $"'{instruction}' reads beyond its parameter");
            var kind = kernel.KindOf(instruction, items[i]);
            if (PtxTypes.LaneBytes(kind) < bytes)
                throw new PtxSyntaxException(instruction.Line, $"the registers of '{instruction}' do not fit its type");
            WithResult(instruction, items[i], kind, isMasked, d =>
            {
                _il.Emit(OpCodes.Ldarg_0);
                PushFrame(d);
                PushInteger(parameter.Offset + (int)offset);
                PushInteger(bytes);
                PushInteger(PtxTypes.LaneBytes(kind));
                PushInteger(type[0] == 's' ? 1 : 0);
                Call(typeof(ParameterAccess), nameof(ParameterAccess.Load));
            });
        }
    }

    private void EmitMemory(InstructionStatement instruction, AccessSite site)
    {
        var address = instruction.Operands.OfType<AddressOperand>().First();
        var values = instruction.Operands.Where(operand => operand is not AddressOperand).ToArray();
        if (!site.IsAtomic && values.Length != 1)
            throw Unknown(instruction);
        _il.Emit(OpCodes.Ldarg_0);
        PushInteger(site.Index);
        if (site.IsAtomic)
            PushInteger(kernel.Atomic(instruction));
        PushAddress(instruction, address, site.Space);
        if (site.IsAtomic)
        {
            EmitAtomic(instruction, site, values);
            return;
        }
        var items = values[0] is VectorOperand vector ? vector.Items : [values[0]];
        var kind = site.RegisterBytes switch { 2 => RegisterKind.Bits16, 4 => RegisterKind.Bits32, _ => RegisterKind.Bits64 };
        for (var i = 0; i < 4; i++)
        {
            if (i < items.Count)
                Push(instruction, items[i], kind);
            else
                PushNull();
        }
        var type = site.Space switch
        {
            MemorySpace.Global => typeof(GlobalAccess),
            MemorySpace.Shared => typeof(SharedAccess),
            MemorySpace.Local => typeof(LocalAccess),
            _ => typeof(GenericAccess),
        };
        _il.Emit(OpCodes.Call, type.GetMethod(site.IsStore ? "Store" : "Load", Any, _memorySignature)!);
    }

    private void EmitAtomic(InstructionStatement instruction, AccessSite site, PtxOperand[] values)
    {
        var kind = site.RegisterBytes == 4 ? RegisterKind.Bits32 : RegisterKind.Bits64;
        var isReduction = instruction.Operands[0] is AddressOperand;
        var operands = isReduction ? values : values[1..];
        var isSwap = instruction.Opcode.Contains(".cas.", StringComparison.Ordinal);
        if (operands.Length != (isSwap ? 2 : 1))
            throw Unknown(instruction);
        if (isReduction)
            PushNull();
        else
            PushFrame(Offset(instruction, values[0], kind));
        Push(instruction, operands[0], kind);
        if (isSwap)
            Push(instruction, operands[1], kind);
        else
            PushNull();
        Call(typeof(AtomicAccess), nameof(AtomicAccess.Execute));
    }

    private void PushAddress(InstructionStatement instruction, AddressOperand address, MemorySpace space)
    {
        if (address.Base is not SymbolOperand symbol)
        {
            Push(instruction, address.Base, RegisterKind.Bits64);
            return;
        }
        if (!kernel.Symbols.TryFind(symbol.Name, out var place, out var value) || place != space)
            throw new PtxSyntaxException(instruction.Line, $"'{symbol.Name}' is no variable of that memory");
        PushConstant(value, 8);
    }

    private void EmitShuffle(InstructionStatement instruction, bool isMasked)
    {
        if (!SpecialForms.Shuffles.TryGetValue(instruction.Opcode, out var mode) || instruction.Operands.Count != 5)
            throw Unknown(instruction);
        var (first, second) = instruction.Operands[0] is PairOperand pair ? (pair.First, pair.Second) : (instruction.Operands[0], null);
        _il.Emit(OpCodes.Ldarg_0);
        PushInteger(kernel.Place(instruction));
        PushInteger((int)mode);
        PushFrame(Scratch(0));
        PushFrame(Scratch(1));
        for (var i = 1; i < 5; i++)
            Push(instruction, instruction.Operands[i], RegisterKind.Bits32);
        Call(typeof(WarpOperations), nameof(WarpOperations.Shuffle));
        // Through scratch always: a lane's result must not be read by the next lane as its source.
        Store(instruction, first, RegisterKind.Bits32, Scratch(0), isMasked);
        if (second is not null)
            Store(instruction, second, RegisterKind.Predicate, Scratch(1), isMasked);
    }

    private void EmitVote(InstructionStatement instruction, bool isMasked)
    {
        if (!SpecialForms.Votes.TryGetValue(instruction.Opcode, out var vote) || instruction.Operands is not [_, RegisterOperand source, _])
            throw Unknown(instruction);
        WithResult(instruction, instruction.Operands[0], vote.Result, isMasked, d =>
        {
            _il.Emit(OpCodes.Ldarg_0);
            PushInteger(kernel.Place(instruction));
            PushFrame(d);
            Push(instruction, source with { Negated = false }, RegisterKind.Predicate);
            Push(instruction, instruction.Operands[2], RegisterKind.Bits32);
            PushInteger(source.Negated ? 1 : 0);
            Call(typeof(WarpOperations), vote.Primitive);
        });
    }

    private void EmitActiveMask(int d)
    {
        _il.Emit(OpCodes.Ldarg_0);
        PushFrame(d);
        Call(typeof(WarpOperations), nameof(WarpOperations.ActiveMask));
    }

    private void EmitWarpBarrier(InstructionStatement instruction)
    {
        if (instruction.Operands.Count != 1)
            throw Unknown(instruction);
        _il.Emit(OpCodes.Ldarg_0);
        PushInteger(kernel.Place(instruction));
        Push(instruction, instruction.Operands[0], RegisterKind.Bits32);
        Call(typeof(WarpOperations), nameof(WarpOperations.Synchronise));
    }

    /// <summary>Has a result computed in place, or in scratch and then merged.</summary>
    private void WithResult(InstructionStatement instruction, PtxOperand result, RegisterKind kind, bool isMasked, Action<int> compute)
    {
        compute(isMasked ? Scratch(0) : Offset(instruction, result, kind));
        if (isMasked)
            Store(instruction, result, kind, Scratch(0), isMasked: true);
    }

    private void Store(InstructionStatement instruction, PtxOperand result, RegisterKind kind, int from, bool isMasked)
    {
        var (merge, copy) = kind switch
        {
            RegisterKind.Predicate => (nameof(Masking.MergePredicate), "mov.pred"),
            RegisterKind.Bits16 => (nameof(Masking.Merge16), "mov.b16"),
            RegisterKind.Bits32 => (nameof(Masking.Merge32), "mov.b32"),
            _ => (nameof(Masking.Merge64), "mov.b64"),
        };
        PushFrame(Offset(instruction, result, kind));
        PushFrame(from);
        if (isMasked)
        {
            PushFrame(0);
            Call(typeof(Masking), merge);
        }
        else
        {
            _il.Emit(OpCodes.Call, OpcodeTable.ByName[copy].Primitive);
        }
    }

    /// <summary>A register's place in the frame.</summary>
    private int Offset(InstructionStatement instruction, PtxOperand operand, RegisterKind kind)
    {
        if (operand is not RegisterOperand register || !kernel.Registers.TryGet(register.Name, out var offset, out var found))
            throw new PtxSyntaxException(instruction.Line, $"'{instruction}' names no known register");
        return found == kind ? offset : throw new PtxSyntaxException(instruction.Line, $"register {register.Name} of '{instruction}' has a wrong type");
    }

    private void Push(InstructionStatement instruction, PtxOperand operand, RegisterKind kind)
    {
        if (operand is ImmediateOperand literal)
        {
            var bytes = PtxTypes.LaneBytes(kind);
            if (literal.FloatBytes != 0 && literal.FloatBytes != bytes)
                throw new PtxSyntaxException(instruction.Line, $"a literal of '{instruction}' has a wrong type");
            PushConstant(literal.Bits, bytes);
        }
        else if (operand is RegisterOperand register && FrameLayout.SpecialOffset(register.Name) is >= 0 and var special)
        {
            if (kind != RegisterKind.Bits32)
                throw new PtxSyntaxException(instruction.Line, $"{register.Name} has 32 bits");
            PushFrame(special);
        }
        else if (operand is RegisterOperand { Negated: true })
        {
            throw Unknown(instruction);
        }
        else
        {
            PushFrame(Offset(instruction, operand, kind));
        }
    }

    private static int Scratch(int index) => FrameLayout.Scratch + index * FrameLayout.ScratchBytes;

    private static PtxSyntaxException Unknown(InstructionStatement instruction) => new(instruction.Line, $"'{instruction}' is not known");

    private void PushFrame(int offset)
    {
        _il.Emit(OpCodes.Ldarg_1);
        if (offset == 0)
            return;
        _il.Emit(OpCodes.Ldc_I4, offset);
        _il.Emit(OpCodes.Add);
    }

    private void PushConstant(ulong bits, int laneBytes)
    {
        _il.Emit(OpCodes.Ldc_I8, kernel.Constants.Get(bits, laneBytes));
        _il.Emit(OpCodes.Conv_I);
    }

    private void PushNull()
    {
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_U);
    }

    private void PushInteger(int value) => _il.Emit(OpCodes.Ldc_I4, value);

    private void Call(Type type, string method) => _il.Emit(OpCodes.Call, type.GetMethod(method, Any)!);
}
