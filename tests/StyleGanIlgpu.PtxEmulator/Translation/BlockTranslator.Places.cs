using System.Reflection;
using System.Reflection.Emit;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Instructions;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <content>Where operands lie, and how results get there.</content>
internal sealed partial class BlockTranslator
{
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
            EmitCall(OpcodeTable.ByName[copy].Primitive);
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

    private void Call(Type type, string method) => EmitCall(type.GetMethod(method, Any)!);

    /// <summary>By its address: the compiler then neither resolves the method nor looks at whether to inline it, which takes most of its time.</summary>
    private void EmitCall(MethodInfo method)
    {
        _il.Emit(OpCodes.Ldc_I8, (long)method.MethodHandle.GetFunctionPointer());
        _il.Emit(OpCodes.Conv_I);
        _il.EmitCalli(OpCodes.Calli, CallingConventions.Standard, method.ReturnType, [.. method.GetParameters().Select(p => p.ParameterType)], null);
    }
}
