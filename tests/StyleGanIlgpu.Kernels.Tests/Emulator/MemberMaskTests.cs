using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>The lanes that are to take part: from the lanes that are here, which must agree.</summary>
public class MemberMaskTests
{
    public static TheoryData<string> Instructions =>
    [
        "shfl.sync.bfly.b32 %r7, %r2, 1, 31, %r6;",
        "vote.sync.all.pred %p2, %p1, %r6;",
        "vote.sync.any.pred %p2, %p1, %r6;",
        "vote.sync.uni.pred %p2, %p1, %r6;",
        "vote.sync.ballot.b32 %r7, %p1, %r6;",
        "bar.warp.sync %r6;",
    ];

    [Theory]
    [MemberData(nameof(Instructions))]
    public void A_mask_set_in_a_branch_without_lane_0(string instruction) => HandwrittenKernel.Results($"""
        mov.b32 %r6, 5;
        setp.lt.s32 %p1, %r2, 16;
        @%p1 bra DONE;
        mov.b32 %r6, 0xffff0000;
        {instruction}
        DONE:
        ret;
        """);

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Masks_that_differ(string instruction)
    {
        var body = $"""
            setp.eq.s32 %p1, %r2, 20;
            selp.b32 %r6, 0x00ffffff, 0xffffffff, %p1;
            {instruction}
            ret;
            """;
        var fault = HandwrittenKernel.Fault(body);
        Assert.Equal((PtxFaultKind.InactiveShuffleLanes, new Dim3(20, 0, 0)), (fault.Kind, fault.Thread));
    }

    /// <summary>The mask of lane 0 would be right, those of the lanes that execute aren't.</summary>
    [Theory]
    [MemberData(nameof(Instructions))]
    public void A_wrong_mask_of_the_lanes_in_a_branch(string instruction) => Assert.Equal(
        PtxFaultKind.InactiveShuffleLanes,
        HandwrittenKernel.Fault($"""
            mov.b32 %r6, 0xffff0000;
            setp.lt.s32 %p1, %r2, 16;
            @%p1 bra DONE;
            mov.b32 %r6, 0xffffffff;
            {instruction}
            DONE:
            ret;
            """).Kind);
}
