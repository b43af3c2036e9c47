using System.Reflection.Emit;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Instructions;
using StyleGanIlgpu.PtxEmulator.Memory;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <content>Products of matrices, and how their operands get to shared memory and out of it.</content>
internal sealed partial class BlockTranslator
{
    private void EmitMatrixMultiply(InstructionStatement instruction)
    {
        var index = MmaShape.Find(instruction.Opcode);
        if (index < 0 || instruction.Operands.Count != 4 || instruction.Operands.Any(operand => operand is not VectorOperand))
            throw Unknown(instruction);
        var shape = MmaShape.All[index];
        _il.Emit(OpCodes.Ldarg_0);
        PushInteger(kernel.Place(instruction));
        PushInteger(index);
        PushVector(instruction, 0, 4, 4);
        PushVector(instruction, 1, shape.WordsOfA, 4);
        PushVector(instruction, 2, shape.WordsOfB, 2);
        PushVector(instruction, 3, 4, 4);
        Call(typeof(MatrixMultiply), nameof(MatrixMultiply.Execute));
    }

    private void EmitMatrixLoad(InstructionStatement instruction)
    {
        if (instruction.Operands is not [VectorOperand { Items.Count: 1 or 2 or 4 } vector, AddressOperand address]
            || instruction.Opcode.Split('.')[4] != $"x{vector.Items.Count}")
            throw Unknown(instruction);
        _il.Emit(OpCodes.Ldarg_0);
        PushInteger(kernel.Site(instruction).Index);
        PushAddress(instruction, address, MemorySpace.Shared);
        PushVector(instruction, 0, vector.Items.Count, 4);
        Call(typeof(MatrixLoad), nameof(MatrixLoad.Execute));
    }

    private void EmitAsyncCopy(InstructionStatement instruction)
    {
        if (instruction.Operands is not [AddressOperand target, AddressOperand source, ImmediateOperand, ..] || instruction.Operands.Count > 4)
            throw Unknown(instruction);
        _il.Emit(OpCodes.Ldarg_0);
        PushInteger(kernel.Site(instruction).Index);
        PushAddress(instruction, target, MemorySpace.Shared);
        PushAddress(instruction, source, MemorySpace.Global);
        if (instruction.Operands.Count == 4)
            Push(instruction, instruction.Operands[3], RegisterKind.Bits32);
        else
            PushNull();
        Call(typeof(AsyncCopy), nameof(AsyncCopy.Execute));
    }

    private void EmitAsyncWait(InstructionStatement instruction)
    {
        var operands = instruction.Operands;
        _il.Emit(OpCodes.Ldarg_0);
        switch (instruction.Opcode)
        {
            case "cp.async.commit_group" when operands.Count == 0:
                Call(typeof(AsyncCopy), nameof(AsyncCopy.Commit));
                return;
            case "cp.async.wait_group" when operands is [ImmediateOperand literal]:
                PushInteger((int)literal.Bits);
                break;
            case "cp.async.wait_all" when operands.Count == 0:
                // The ISA: the same as a commit and a wait for all groups.
                Call(typeof(AsyncCopy), nameof(AsyncCopy.Commit));
                _il.Emit(OpCodes.Ldarg_0);
                PushInteger(0);
                break;
            default:
                throw Unknown(instruction);
        }
        Call(typeof(AsyncCopy), nameof(AsyncCopy.Wait));
    }

    /// <summary>Registers of 32 bits between braces, and null for those that the form lacks.</summary>
    private void PushVector(InstructionStatement instruction, int operand, int count, int most)
    {
        var items = ((VectorOperand)instruction.Operands[operand]).Items;
        if (items.Count != count)
            throw Unknown(instruction);
        for (var i = 0; i < most; i++)
        {
            if (i < count)
                PushFrame(Offset(instruction, items[i], RegisterKind.Bits32));
            else
                PushNull();
        }
    }
}
