using System.Reflection.Emit;
using StyleGanIlgpu.PtxEmulator.Execution;
using StyleGanIlgpu.PtxEmulator.Syntax;

namespace StyleGanIlgpu.PtxEmulator.Translation;

/// <content>Instructions through which lanes see each other.</content>
internal sealed partial class BlockTranslator
{
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
}
