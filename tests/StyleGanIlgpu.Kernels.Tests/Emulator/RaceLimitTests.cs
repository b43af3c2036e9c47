using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Marks of global memory hold so many barriers, blocks and instructions: beyond, the launch is refused, never unwatched.</summary>
public class RaceLimitTests
{
    private static string AfterBarriers(int barriers, string body) => $"""
        mov.b32 %r6, 0;
        AGAIN:
        bar.sync 0;
        add.s32 %r6, %r6, 1;
        setp.lt.s32 %p1, %r6, {barriers};
        @%p1 bra AGAIN;
        {body}
        ret;
        """;

    [Theory]
    [InlineData(2040)]
    [InlineData(5000)]
    public void A_race_after_many_barriers(int barriers)
    {
        var fault = HandwrittenKernel.Fault(AfterBarriers(barriers, "st.global.f32 [%rd3], 0f3F800000;\nld.global.f32 %f1, [%rd1];"), threads: 64);
        Assert.Equal((PtxFaultKind.GlobalRace, "x"), (fault.Kind, fault.Allocation));
    }

    [Fact]
    public void More_barriers_than_can_be_watched_beside_many_blocks()
    {
        var body = AfterBarriers(5000, "ld.global.f32 %f1, [%rd1];");
        var options = new EmulatorOptions { Threads = 1 };
        HandwrittenKernel.Results(body, blocks: 3, options: options);
        var fault = HandwrittenKernel.Fault(body, blocks: 1 << 21, options: options);
        Assert.Equal((PtxFaultKind.InvalidLaunch, new Dim3(0, 0, 0)), (fault.Kind, fault.Block));
        Assert.Contains("too many barriers", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_blocks_than_can_be_watched()
    {
        using var device = new EmulatedDevice();
        var kernel = device.Load(HandwrittenKernel.Ptx("ret;")).Kernel("test");
        var fault = Assert.Throws<PtxFault>(() => kernel.Launch(new Dim3(1 << 20, 60000, 1), new Dim3(1), 0, new byte[20]));
        Assert.Equal(PtxFaultKind.InvalidLaunch, fault.Kind);
    }

    [Fact]
    public void More_accesses_than_can_be_told_apart()
    {
        string Body(int count) => string.Concat(Enumerable.Repeat("ld.global.f32 %f1, [%rd3];\n", count)) + "st.global.f32 [%rd1], 0f3F800000;\nret;";
        using var device = new EmulatedDevice();
        Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx(Body(4096))));
        Assert.Equal(4096 + 25, HandwrittenKernel.Fault(Body(4095)).Place!.Line);
    }
}
