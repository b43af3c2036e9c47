using System.Numerics;
using StyleGanIlgpu.PtxEmulator.Syntax;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.PtxEmulator.Execution;

/// <summary>Runs the warps of a block of threads from barrier to barrier, each along its stack of diverged paths.</summary>
internal static unsafe class BlockRunner
{
    public static void Run(Worker worker, long blockIndex)
    {
        worker.Begin(blockIndex);
        while (true)
        {
            var waiting = 0;
            foreach (var warp in worker.Warps)
            {
                if (warp.Live == 0)
                    continue;
                RunWarp(worker, warp);
                if (warp.Live != 0)
                    waiting++;
            }
            if (waiting == 0)
                return;
            PassBarrier(worker);
        }
    }

    private static void RunWarp(Worker worker, Warp warp)
    {
        var blocks = worker.Program.Blocks;
        var limit = worker.Launch.Options.StepsPerWarp;
        while (warp.Depth > 0)
        {
            ref var path = ref warp.Stack[warp.Depth - 1];
            // The end may also be where lanes join: those that come there have returned.
            if (path.Block == BasicBlock.End)
                warp.Exit(path.Mask);
            if (path.Mask == 0 || path.Block == path.Join)
            {
                warp.Pop();
                continue;
            }
            var compiled = blocks[path.Block];
            var mask = path.Mask;
            worker.WarpInstructions[path.Block]++;
            worker.LaneInstructions[path.Block] += BitOperations.PopCount(mask);
            if (++warp.Steps > limit)
                throw Fault(PtxFaultKind.Endless, worker, warp, mask, compiled.Block.Last, $"a warp has executed {limit} blocks of instructions");
            if (warp.Active != mask)
                Masking.SetActive(warp.Frame, mask);
            (mask == uint.MaxValue ? compiled.Full : compiled.Masked)(warp, warp.Frame);
            switch (compiled.Block.Kind)
            {
                case BlockEnd.Jump:
                    path.Block = compiled.Block.Next;
                    break;
                case BlockEnd.Branch:
                    Branch(worker, warp, compiled, ref path);
                    break;
                case BlockEnd.Switch:
                    Switch(worker, warp, compiled, ref path);
                    break;
                case BlockEnd.Exit:
                    path.Block = compiled.Block.Next;
                    warp.Exit(mask & Holds(warp, compiled));
                    break;
                default:
                    if (mask != warp.Live)
                    {
                        throw Fault(
                            PtxFaultKind.DivergentBarrier, worker, warp, warp.Live & ~mask, compiled.Block.Last,
                            $"lanes 0x{mask:X8} of 0x{warp.Live:X8} came to a barrier");
                    }
                    path.Block = compiled.Block.Next;
                    warp.Waiting = compiled.Block;
                    return;
            }
        }
    }

    /// <summary>The lanes where the guard of the block's last instruction holds.</summary>
    private static uint Holds(Warp warp, CompiledBlock compiled)
    {
        if (compiled.GuardOffset < 0)
            return uint.MaxValue;
        var bits = *(uint*)(warp.Frame + compiled.GuardOffset);
        return compiled.Block.Last!.Guard!.Negated ? ~bits : bits;
    }

    private static void Branch(Worker worker, Warp warp, CompiledBlock compiled, ref PathEntry path)
    {
        var (block, mask) = (compiled.Block, path.Mask);
        var taken = mask & Holds(warp, compiled);
        if (taken == mask || taken == 0)
        {
            path.Block = taken == 0 ? block.Next : block.Target;
            return;
        }
        if (block.Last!.Opcode.EndsWith(".uni", StringComparison.Ordinal))
        {
            throw Fault(
                PtxFaultKind.DivergentUniformBranch, worker, warp, taken, block.Last, $"lanes 0x{taken:X8} of 0x{mask:X8} take a branch said to be uniform");
        }
        worker.Divergent[block.Index]++;
        path.Block = block.Join;
        if (block.Next != block.Join)
            warp.Push(block.Next, block.Join, mask & ~taken);
        if (block.Target != block.Join)
            warp.Push(block.Target, block.Join, taken);
    }

    private static void Switch(Worker worker, Warp warp, CompiledBlock compiled, ref PathEntry path)
    {
        var (block, mask) = (compiled.Block, path.Mask);
        var index = (uint*)(warp.Frame + compiled.IndexOffset);
        Span<uint> lanes = stackalloc uint[worker.Program.Blocks.Length];
        lanes.Clear();
        var different = 0;
        for (var lane = 0; lane < 32; lane++)
        {
            if ((mask >> lane & 1) == 0)
                continue;
            if (index[lane] >= (uint)block.Targets.Length)
            {
                throw Fault(
                    PtxFaultKind.InvalidBranchIndex, worker, warp, 1u << lane, block.Last, $"index {index[lane]} of {block.Targets.Length} targets");
            }
            var target = block.Targets[index[lane]];
            different += lanes[target] == 0 ? 1 : 0;
            lanes[target] |= 1u << lane;
        }
        if (different > 1)
        {
            if (block.Last!.Opcode.EndsWith(".uni", StringComparison.Ordinal))
                throw Fault(PtxFaultKind.DivergentUniformBranch, worker, warp, mask, block.Last, "lanes branch differently");
            worker.Divergent[block.Index]++;
        }
        path.Block = different == 1 ? block.Targets[index[BitOperations.TrailingZeroCount(mask)]] : block.Join;
        for (var target = 0; target < lanes.Length && different > 1; target++)
        {
            if (lanes[target] != 0 && target != block.Join)
                warp.Push(target, block.Join, lanes[target]);
        }
    }

    private static void PassBarrier(Worker worker)
    {
        CompiledBlock? first = null;
        var (arrived, holding) = (0, 0);
        foreach (var warp in worker.Warps)
        {
            if (warp.Live != warp.Lanes && !worker.Launch.Options.ExitedThreadsCountAsArrived)
            {
                throw Fault(
                    PtxFaultKind.ExitedBeforeBarrier, worker, warp, warp.Lanes & ~warp.Live, Waiting(worker), "has returned while others wait at a barrier");
            }
            if (warp.Live == 0)
                continue;
            var compiled = worker.Program.Blocks[warp.Waiting!.Index];
            first ??= compiled;
            if (compiled.BarrierId != first.BarrierId || compiled.Block.Last!.Opcode != first.Block.Last!.Opcode)
                throw Fault(PtxFaultKind.DivergentBarrier, worker, warp, warp.Live, compiled.Block.Last, "warps wait at different barriers");
            arrived += BitOperations.PopCount(warp.Live);
            if (compiled.ReductionSource >= 0)
            {
                var bits = *(uint*)(warp.Frame + compiled.ReductionSource);
                holding += BitOperations.PopCount((compiled.ReductionNegates ? ~bits : bits) & warp.Live);
            }
        }
        foreach (var warp in worker.Warps.Where(warp => warp.Live != 0))
        {
            StoreReduction(warp, worker.Program.Blocks[warp.Waiting!.Index], arrived, holding);
            warp.Waiting = null;
        }
        worker.BeginPhase();
    }

    private static void StoreReduction(Warp warp, CompiledBlock compiled, int arrived, int holding)
    {
        if (compiled.ReductionResult < 0)
            return;
        var result = warp.Frame + compiled.ReductionResult;
        var opcode = compiled.Block.Last!.Opcode;
        if (opcode == "bar.red.popc.u32")
        {
            new Span<uint>(result, 32).Fill((uint)holding);
            return;
        }
        var isTrue = opcode == "bar.red.and.pred" ? holding == arrived : holding > 0;
        *(uint*)result = isTrue ? uint.MaxValue : 0;
    }

    private static InstructionStatement? Waiting(Worker worker) =>
        worker.Warps.Select(warp => warp.Waiting?.Last).FirstOrDefault(last => last is not null);

    private static PtxFault Fault(PtxFaultKind kind, Worker worker, Warp warp, uint lanes, InstructionStatement? at, string detail) =>
        worker.Fault(
            kind, warp, BitOperations.TrailingZeroCount(lanes), at is null ? null : new PtxPlace(at.Line, at.ToString()), detail);
}
