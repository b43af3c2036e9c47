using System.Reflection.Emit;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Instructions;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <content>Loads, stores, atomics, parameters and addresses.</content>
internal sealed partial class BlockTranslator
{
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
        EmitCall(type.GetMethod(site.IsStore ? "Store" : "Load", Any, _memorySignature)!);
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
            if (space == MemorySpace.Shared && address.Base is RegisterOperand && kernel.KindOf(instruction, address.Base) == RegisterKind.Bits32)
            {
                PushFrame(Scratch(3));
                PushFrame(Offset(instruction, address.Base, RegisterKind.Bits32));
                Call(typeof(Packing), nameof(Packing.Widen));
                PushFrame(Scratch(3));
                return;
            }
            Push(instruction, address.Base, RegisterKind.Bits64);
            return;
        }
        if (!kernel.Symbols.TryFind(symbol.Name, out var place, out var value) || place != space)
            throw new PtxSyntaxException(instruction.Line, $"'{symbol.Name}' is no variable of that memory");
        PushConstant(value, 8);
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

    private void EmitConvertAddress(InstructionStatement instruction, bool isMasked)
    {
        if (!SpecialForms.AddressConversions.TryGetValue(instruction.Opcode, out var space) || instruction.Operands.Count != 2)
            throw Unknown(instruction);
        WithResult(instruction, instruction.Operands[0], RegisterKind.Bits64, isMasked, d =>
        {
            if (space == MemorySpace.Global)
            {
                PushFrame(d);
                Push(instruction, instruction.Operands[1], RegisterKind.Bits64);
                EmitCall(OpcodeTable.ByName["mov.b64"].Primitive);
                return;
            }
            _il.Emit(OpCodes.Ldarg_0);
            PushInteger(kernel.Place(instruction));
            PushFrame(d);
            Push(instruction, instruction.Operands[1], RegisterKind.Bits64);
            _il.Emit(OpCodes.Ldc_I8, (long)(space == MemorySpace.Shared ? AddressWindows.Shared : AddressWindows.Local));
            var isTo = instruction.Opcode.StartsWith("cvta.to.", StringComparison.Ordinal);
            Call(typeof(GenericAccess), isTo ? nameof(GenericAccess.FromGeneric) : nameof(GenericAccess.ToGeneric));
        });
    }
}
