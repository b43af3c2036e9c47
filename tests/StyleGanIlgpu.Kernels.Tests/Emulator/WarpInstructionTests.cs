using StyleGanIlgpu.PtxEmulator;
using StyleGanIlgpu.PtxEmulator.Translation;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Instructions through which lanes see each other.</summary>
public class WarpInstructionTests
{
    public static TheoryData<string> Shuffles => [.. SpecialForms.Shuffles.Keys];

    /// <summary>Offsets that differ by lane, and clamps of whole warps and of segments; without and with the second result.</summary>
    [Theory]
    [MemberData(nameof(Shuffles))]
    public void Shuffle(string opcode)
    {
        foreach (var clamp in new[] { 31, 0, 0x181F, 0x1800, 0x1C03, 0x100F })
        {
            foreach (var factor in new[] { 0, 1, 2, 7, 13 })
            {
                var result = Run($"""
                    mul.lo.s32 %r6, %r2, {factor};
                    mul.lo.s32 %r7, %r2, 5;
                    {opcode} %r8|%p1, %r7, %r6, {clamp}, 0xffffffff;
                    selp.b32 %r9, 1000, 0, %p1;
                    add.s32 %r8, %r8, %r9;
                    {opcode} %r7, %r7, %r6, {clamp}, 0xffffffff;
                    mad.lo.s32 %r8, %r7, 10000, %r8;
                    st.global.b32 [%rd4], %r8;
                    ret;
                    """);
                for (var lane = 0; lane < 32; lane++)
                {
                    var (source, isIn) = Define(opcode, lane, lane * factor & 31, clamp);
                    Assert.Equal((source * 5 * 10001) + (isIn ? 1000 : 0), result[lane]);
                }
            }
        }
    }

    /// <summary>As the manual's pseudo-code has it.</summary>
    private static (int Source, bool IsIn) Define(string opcode, int lane, int b, int c)
    {
        var (clamp, segment) = (c & 0x1F, (c >> 8) & 0x1F);
        var greatest = (lane & segment) | (clamp & ~segment);
        var least = lane & segment;
        var (source, isIn) = opcode.Split('.')[2] switch
        {
            "up" => (lane - b, lane - b >= greatest),
            "down" => (lane + b, lane + b <= greatest),
            "bfly" => (lane ^ b, (lane ^ b) <= greatest),
            _ => (least | (b & ~segment), (least | (b & ~segment)) <= greatest),
        };
        return (isIn ? source : lane, isIn);
    }

    public static TheoryData<string> Votes => [.. SpecialForms.Votes.Keys];

    [Theory]
    [MemberData(nameof(Votes))]
    public void Vote(string opcode)
    {
        foreach (var first in new[] { 0, 5, 32 })
        {
            foreach (var negation in new[] { "", "!" })
            {
                var isBallot = opcode.EndsWith("b32", StringComparison.Ordinal);
                var result = Run($"""
                    setp.lt.s32 %p1, %r2, {first};
                    {(isBallot ? $"{opcode} %r6, {negation}%p1, 0xffffffff;" : $"{opcode} %p2, {negation}%p1, 0xffffffff;\nselp.b32 %r6, 1, 0, %p2;")}
                    st.global.b32 [%rd4], %r6;
                    ret;
                    """);
                var holds = Enumerable.Range(0, 32).Select(lane => lane < first != (negation.Length > 0)).ToArray();
                var expected = opcode.Split('.')[2] switch
                {
                    "all" => holds.All(h => h) ? 1 : 0,
                    "any" => holds.Any(h => h) ? 1 : 0,
                    "uni" => holds.Distinct().Count() == 1 ? 1 : 0,
                    _ => holds.Select((h, lane) => h ? 1 << lane : 0).Sum(),
                };
                Assert.All(result, value => Assert.Equal(expected, value));
            }
        }
    }

    [Fact]
    public void A_vote_of_the_lanes_of_a_branch() => Assert.Equal(
        Enumerable.Range(0, 32).Select(i => i < 8 ? (0xFF << 16) | 0x0F : 0),
        Run("""
            setp.ge.s32 %p1, %r2, 8;
            @%p1 ret;
            activemask.b32 %r6;
            setp.lt.s32 %p2, %r2, 4;
            vote.sync.ballot.b32 %r7, %p2, 0xff;
            shl.b32 %r6, %r6, 16;
            or.b32 %r6, %r6, %r7;
            st.global.b32 [%rd4], %r6;
            ret;
            """));

    [Fact]
    public void Special_registers()
    {
        using var device = new EmulatedDevice();
        string[] names =
        [
            "%tid.x", "%tid.y", "%tid.z", "%ntid.x", "%ntid.y", "%ntid.z", "%ctaid.x", "%ctaid.y", "%ctaid.z", "%nctaid.x", "%nctaid.y",
            "%nctaid.z", "%laneid", "%warpid", "%nwarpid", "%dynamic_smem_size", "%total_smem_size", "%lanemask_eq", "%lanemask_le",
            "%lanemask_lt", "%lanemask_ge", "%lanemask_gt",
        ];
        Assert.Equal(FrameLayout.SpecialNames.Order(), names.Order());
        var (grid, block) = (new Dim3(2, 3, 2), new Dim3(5, 4, 3));
        var y = device.Allocate(names.Length * 4);
        var stores = string.Concat(names.Select((name, i) => $"mov.b32 %r1, {name};\nst.global.b32 [%rd1+{4 * i}], %r1;\n"));
        // The thread (1, 3, 2) of the block (1, 2, 1) is the 56th of its block: lane 24 of warp 1.
        var conditions = string.Concat(
            new[] { ("%tid.x", 1), ("%tid.y", 3), ("%tid.z", 2), ("%ctaid.x", 1), ("%ctaid.y", 2), ("%ctaid.z", 1) }
                .Select(pair => $"mov.b32 %r1, {pair.Item1};\nsetp.ne.s32 %p1, %r1, {pair.Item2};\n@%p1 ret;\n"));
        device.Load($$"""
            .version 7.0
            .target sm_80
            .address_size 64
            .extern .shared .align 16 .b8 __dyn_shared_alloca[];
            .visible .entry test(.param .b64 y)
            {
            .shared .align 4 .b8 tile[20];
            .reg .b64 %rd<3>;
            .reg .b32 %r<3>;
            .reg .pred %p<2>;
            ld.param.b64 %rd1, [y];
            mov.b64 %rd2, __dyn_shared_alloca;
            mov.b64 %rd2, tile;
            {{conditions}}
            {{stores}}
            ret;
            }
            """).Kernel("test").Launch(grid, block, 100, new KernelArguments().Add(y).ToArray());
        Assert.Equal(
            [1, 3, 2, 5, 4, 3, 1, 2, 1, 2, 3, 2, 24, 1, 2, 100, 132, 1u << 24, (1u << 25) - 1, (1u << 24) - 1, ~0u << 24, ~0u << 25],
            device.Download<uint>(y, names.Length));
    }

    [Fact]
    public void Halves_of_double_words() => Assert.Equal(
        Enumerable.Range(0, 32).Select(i => (i * 3) + ((i + 7) * 1000)),
        Run("""
            mul.lo.s32 %r6, %r2, 3;
            add.s32 %r7, %r2, 7;
            mov.b64 %rd5, {%r6, %r7};
            mov.b64 {%r8, %r9}, %rd5;
            mad.lo.s32 %r8, %r9, 1000, %r8;
            st.global.b32 [%rd4], %r8;
            ret;
            """));

    [Theory]
    [InlineData("and", 4)]
    [InlineData("or", 8 + 4 + 2)]
    [InlineData("xor", 8 + 2)]
    public void Comparisons_combined_with_a_predicate(string combination, int expected)
    {
        // Bits of the answers for the pairs (false, false), (false, true), (true, true), (true, false).
        var result = Run($"""
            and.b32 %r6, %r2, 3;
            setp.ge.s32 %p1, %r6, 2;
            setp.eq.s32 %p2, %r6, 1;
            setp.eq.or.s32 %p2, %r6, 2, %p2;
            not.pred %p3, %p2;
            setp.ge.{combination}.s32 %p4, %r6, 2, %p2;
            setp.ge.{combination}.s32 %p5, %r6, 2, !%p3;
            selp.b32 %r7, 1, 0, %p4;
            selp.b32 %r8, 1, 0, %p5;
            mad.lo.s32 %r7, %r8, 2, %r7;
            st.global.b32 [%rd4], %r7;
            ret;
            """);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (expected >> (i & 3) & 1) * 3), result);
    }

    private static int[] Run(string body)
    {
        using var device = new EmulatedDevice();
        var y = device.Upload<int>(new int[32]);
        HandwrittenKernel.Run(device, body, 0, y);
        return device.Download<int>(y, 32);
    }
}
