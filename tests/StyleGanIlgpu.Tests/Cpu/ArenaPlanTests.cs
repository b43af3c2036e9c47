using CsCheck;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Tests.Cpu;

public class ArenaPlanTests
{
    private static readonly Gen<ArenaBlock> AnyBlock =
        Gen.Select(Gen.OneOf(Gen.Long[0, 300], Gen.Long[0, 1 << 20]), Gen.Int[0, 30], Gen.Int[0, 10], (bytes, first, span) => new ArenaBlock(bytes, first, first + span));

    [Fact]
    public void Blocks_alive_at_once_never_overlap() =>
        AnyBlock.List[0, 60].Sample(blocks =>
        {
            var plan = new ArenaPlan(blocks, NativeAllocator.Alignment);
            for (var a = 0; a < blocks.Count; a++)
            {
                Assert.Equal(0, plan.Offset(a) % NativeAllocator.Alignment);
                Assert.InRange(plan.Offset(a) + blocks[a].Bytes, 0, plan.Bytes);
                for (var b = 0; b < a; b++)
                {
                    if (!blocks[a].IsAliveWith(blocks[b]) || blocks[a].Bytes == 0 || blocks[b].Bytes == 0)
                        continue;
                    Assert.True(
                        plan.Offset(a) + blocks[a].Bytes <= plan.Offset(b) || plan.Offset(b) + blocks[b].Bytes <= plan.Offset(a),
                        $"{blocks[a]} at {plan.Offset(a)} overlaps {blocks[b]} at {plan.Offset(b)}");
                }
            }
        });

    [Fact]
    public void The_arena_is_no_larger_than_the_blocks_together() =>
        AnyBlock.List[0, 60].Sample(blocks => new ArenaPlan(blocks, NativeAllocator.Alignment).Bytes <= blocks.Sum(b => NativeAllocator.RoundUp(b.Bytes)));

    [Fact]
    public void Blocks_that_follow_each_other_share_memory()
    {
        var plan = new ArenaPlan([new(640, 0, 1), new(640, 1, 2), new(640, 2, 3), new(64, 3, 4)], NativeAllocator.Alignment);

        Assert.Equal(1280, plan.Bytes);
        Assert.Equal(plan.Offset(0), plan.Offset(2));
    }
}
