using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Atomics are ordered among themselves, not with plain accesses.</summary>
public class AtomicRaceTests
{
    private const string Add = "atom.shared.add.u32 %r11, [%rd20], 1;";
    private const string Thread = "setp.eq.s32 %p2, %r2, 40;\n@%p2 ";

    /// <summary>What stands before and after a barrier that keeps them apart.</summary>
    public static TheoryData<string, string> SharedPairs => new()
    {
        { Add, "ld.shared.b32 %r12, [%rd20];" },
        { Add, Thread + "st.shared.b32 [%rd20], 5;" },
        { "ld.shared.b32 %r12, [%rd20];", Thread + Add },
        { Thread + "st.shared.b32 [%rd20], 5;", Add },
    };

    [Theory]
    [MemberData(nameof(SharedPairs))]
    public void Of_shared_memory_against_plain_accesses(string first, string second)
    {
        string Body(string barrier) => $"""
            setp.eq.s32 %p1, %r2, 0;
            @%p1 st.shared.b32 [%rd20], 7;
            bar.sync 0;
            {first}
            {barrier}
            {second}
            ret;
            """;
        HandwrittenKernel.Results(Body("bar.sync 0;"), threads: 64);
        var fault = HandwrittenKernel.Fault(Body(""), threads: 64);
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        Assert.Single(new[] { fault.Place!, fault.OtherPlace! }, place => place.Text.Contains("atom.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("atom.global.add.u32 %r11, [%rd1], 1;", "st.global.b32 [%rd1], 5;")]
    [InlineData("st.global.b32 [%rd1], 5;", "atom.global.add.u32 %r11, [%rd1], 1;")]
    [InlineData("atom.global.add.u32 %r11, [%rd1], 1;", "ld.global.b32 %r11, [%rd1];")]
    [InlineData("ld.global.b32 %r11, [%rd1];", "red.global.add.u32 [%rd1], 1;")]
    public void Of_global_memory_against_plain_accesses_of_another_block(string first, string second)
    {
        var body = $"""
            setp.ne.s32 %p1, %r2, 0;
            @%p1 ret;
            setp.ne.s32 %p2, %r4, 0;
            @%p2 bra SECOND;
            {first}
            ret;
            SECOND:
            {second}
            ret;
            """;
        var fault = HandwrittenKernel.Fault(body, blocks: 2);
        Assert.Equal((PtxFaultKind.GlobalRace, new Dim3(1, 0, 0), "x"), (fault.Kind, fault.Block, fault.Allocation));
        HandwrittenKernel.Results(body.Replace(first, "", StringComparison.Ordinal), blocks: 2);
    }

    [Fact]
    public void Of_several_blocks_and_warps_against_each_other() => HandwrittenKernel.Results(
        $"setp.eq.s32 %p1, %r2, 0;\n@%p1 st.shared.b32 [%rd20], 7;\nbar.sync 0;\n{Add}\natom.global.max.u32 %r11, [%rd1], %r2;\n{Add}\nred.global.add.u32 [%rd1], 1;\nret;",
        blocks: 3,
        threads: 64);

    /// <summary>The thread's own atomic stands in order; those of its warp's other lanes do after a barrier of the warp.</summary>
    [Fact]
    public void Of_the_same_thread_or_warp()
    {
        HandwrittenKernel.Results("atom.global.add.u32 %r11, [%rd3], 1;\nld.global.b32 %r12, [%rd3];\nst.global.b32 [%rd3], %r12;\nret;");
        const string body = "atom.global.add.u32 %r11, [%rd1], 1;\nBARRIER\nld.global.b32 %r12, [%rd1];\nret;";
        HandwrittenKernel.Results(body.Replace("BARRIER", "bar.warp.sync 0xffffffff;", StringComparison.Ordinal));
        Assert.Equal(PtxFaultKind.GlobalRace, HandwrittenKernel.Fault(body.Replace("BARRIER", "", StringComparison.Ordinal)).Kind);
    }
}
