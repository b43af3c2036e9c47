using CsCheck;
using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Lanes that part and meet again; results go through atomics' place-free stores of each thread's own float.</summary>
public class DivergenceTests
{
    private static int[] Run(string body, int n = 0, int threads = 64)
    {
        using var device = new EmulatedDevice();
        var y = device.Upload<int>(new int[threads]);
        HandwrittenKernel.Run(device, body, device.Upload<int>(Enumerable.Range(0, threads).ToArray()), y, n, threads: threads);
        return device.Download<int>(y, threads);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(45)]
    [InlineData(1)]
    public void Nested_conditions(int threads) => Assert.Equal(
        Enumerable.Range(0, threads).Select(i => (i % 2 == 0 ? (i % 4 == 0 ? 1 : 2) : (i < 20 ? 3 : 4)) + 10),
        Run(
            """
            and.b32 %r6, %r2, 1;
            setp.eq.s32 %p1, %r6, 0;
            @%p1 bra EVEN;
            setp.lt.s32 %p2, %r2, 20;
            @!%p2 bra LARGE;
            mov.b32 %r7, 3;
            bra JOIN;
            LARGE:
            mov.b32 %r7, 4;
            bra JOIN;
            EVEN:
            and.b32 %r8, %r2, 3;
            setp.eq.s32 %p3, %r8, 0;
            mov.b32 %r7, 2;
            @%p3 mov.b32 %r7, 1;
            JOIN:
            add.s32 %r7, %r7, 10;
            st.global.b32 [%rd4], %r7;
            ret;
            """,
            threads: threads));

    [Fact]
    public void Lanes_meet_again_behind_a_branch()
    {
        // Only if all lanes have met may they shuffle.
        var result = Run(
            """
            setp.lt.s32 %p1, %r2, 5;
            mov.b32 %r7, 1;
            @%p1 bra JOIN;
            mov.b32 %r7, 2;
            JOIN:
            shfl.sync.idx.b32 %r8, %r7, 0, 31, 0xffffffff;
            st.global.b32 [%rd4], %r8;
            ret;
            """,
            threads: 32);
        Assert.All(result, value => Assert.Equal(1, value));
    }

    [Fact]
    public void Loops_with_an_early_return_and_a_break()
    {
        // Sums 0 + 1 + ...; lanes 3 mod 7 return at once, others break when the sum exceeds 20, or after as many rounds as their index.
        var expected = Enumerable.Range(0, 64).Select(i =>
        {
            var sum = 0;
            for (var k = 0; k < i; k++)
            {
                if (k == 4 && i % 7 == 3)
                    return 0;
                sum += k;
                if (sum > 20)
                    break;
            }
            return sum + 1;
        });
        Assert.Equal(expected, Run(
            """
            mov.b32 %r6, 0;
            mov.b32 %r7, 0;
            rem.u32 %r9, %r2, 7;
            setp.eq.s32 %p3, %r9, 3;
            LOOP:
            setp.ge.s32 %p1, %r6, %r2;
            @%p1 bra AFTER;
            setp.eq.and.s32 %p4, %r6, 4, %p3;
            @%p4 ret;
            add.s32 %r7, %r7, %r6;
            setp.gt.s32 %p2, %r7, 20;
            @%p2 bra AFTER;
            add.s32 %r6, %r6, 1;
            bra LOOP;
            AFTER:
            add.s32 %r7, %r7, 1;
            st.global.b32 [%rd4], %r7;
            ret;
            """));
    }

    [Fact]
    public void Switches_where_lanes_share_targets() => Assert.Equal(
        Enumerable.Range(0, 64).Select(i => (i % 4) switch { 1 => 12, 3 => 14, _ => 10 }),
        Run(
            """
            and.b32 %r6, %r2, 3;
            LIST:
            .branchtargets A, B, A, C;
            brx.idx %r6, LIST;
            B:
            mov.b32 %r7, 6;
            bra JOIN;
            A:
            mov.b32 %r7, 5;
            bra JOIN;
            C:
            mov.b32 %r7, 7;
            JOIN:
            add.s32 %r7, %r7, %r7;
            st.global.b32 [%rd4], %r7;
            ret;
            """));

    [Fact]
    public void A_kernel_that_ends_without_return() => Assert.Equal(
        Enumerable.Range(0, 64).Select(i => i < 40 ? i : 0),
        Run(
            """
            setp.ge.s32 %p1, %r2, 40;
            @%p1 bra END;
            st.global.b32 [%rd4], %r2;
            END:
            """));

    [Fact]
    public void A_loop_at_the_very_end() => Assert.Equal(
        Enumerable.Range(1, 64),
        Run(
            """
            mov.b32 %r6, 0;
            AGAIN:
            add.s32 %r6, %r6, 1;
            st.global.b32 [%rd4], %r6;
            setp.le.s32 %p1, %r6, %r2;
            @%p1 bra AGAIN;
            """));

    [Fact]
    public void Barriers_with_a_vote_of_all_threads() => Assert.Equal(
        Enumerable.Repeat(40 + 100 + 0, 64),
        Run(
            """
            setp.lt.s32 %p1, %r2, 40;
            bar.red.popc.u32 %r6, 0, %p1;
            bar.red.or.pred %p2, 0, %p1;
            bar.red.and.pred %p3, 0, !%p1;
            selp.b32 %r7, 100, 0, %p2;
            add.s32 %r6, %r6, %r7;
            selp.b32 %r7, 1000, 0, %p3;
            add.s32 %r6, %r6, %r7;
            st.global.b32 [%rd4], %r6;
            ret;
            """));

    [Fact]
    public void Random_programs_of_nested_conditions_and_loops() => StructuredProgram.Random.Sample(
        program => Assert.Equal(Enumerable.Range(0, 64).Select(program.Evaluate), Run(program.ToPtx())), iter: 60);
}
