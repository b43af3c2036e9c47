using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Registers and local memory that are read before they are written.</summary>
public class UninitialisedTests
{
    /// <summary>The offending instruction is the last.</summary>
    [Theory]
    [InlineData("st.global.b32 [%rd4], %r40;")]
    [InlineData("add.f32 %f1, %f1, %f1;")]
    [InlineData("ld.global.f32 %f1, [%rd40];")]
    [InlineData("@%p1 add.s32 %r6, %r2, 1;")]
    [InlineData("setp.eq.s32 %p1, %r2, 0;\n@%p1 bra SKIP;\nmov.b32 %r6, 1;\nSKIP:\nadd.s32 %r7, %r6, 1;")]
    [InlineData("setp.eq.s32 %p1, %r2, 0;\n@%p1 mov.b32 %r6, 1;\nadd.s32 %r7, %r6, 1;")]
    [InlineData("setp.eq.s32 %p1, %r2, 0;\n@%p1 mov.b32 %r6, 1;\n@!%p1 add.s32 %r7, %r6, 1;")]
    [InlineData("setp.eq.s32 %p1, %r2, 0;\n@%p1 mov.b32 %r6, 1;\nsetp.eq.s32 %p1, %r2, 1;\n@%p1 add.s32 %r7, %r6, 1;")]
    [InlineData("bra FIRST;\nNEVER:\nmov.b32 %r6, 1;\nFIRST:\nadd.s32 %r6, %r6, 1;")]
    [InlineData("setp.eq.s32 %p1, %r2, 0;\nshfl.sync.down.b32 %r7|%p1, %r6, 1, 31, 0xffffffff;")]
    public void A_register(string body)
    {
        using var device = new EmulatedDevice();
        var error = Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx(body + "\nret;")));
        Assert.Contains("before it is written", error.Message, StringComparison.Ordinal);
        Assert.Equal(26 + body.Count(c => c == '\n'), error.Line);
    }

    [Theory]
    [InlineData("setp.eq.s32 %p1, %r2, 0;\n@%p1 bra OTHER;\nmov.b32 %r6, 1;\nbra DONE;\nOTHER:\nmov.b32 %r6, 2;\nDONE:\nadd.s32 %r7, %r6, 1;")]
    [InlineData("setp.eq.s32 %p1, %r2, 0;\n@%p1 mov.b32 %r6, 1;\n@%p1 add.s32 %r7, %r6, 1;")]
    [InlineData("mov.b32 %r6, 0;\nAGAIN:\nmov.b32 %r7, %r6;\nadd.s32 %r6, %r7, 1;\nsetp.lt.s32 %p1, %r6, 3;\n@%p1 bra AGAIN;\nadd.s32 %r7, %r7, 1;")]
    [InlineData("bra DONE;\nNEVER:\nadd.s32 %r6, %r7, 1;\nDONE:")]
    public void A_register_written_on_each_path(string body) => HandwrittenKernel.Results(body + "\nret;");

    [Theory]
    [InlineData("", "ld.local.b32 %r1, [scratch];")]
    [InlineData("st.local.b32 [scratch], %r1;", "ld.local.b32 %r1, [scratch+4];")]
    [InlineData("st.local.b16 [scratch], 1;", "ld.local.b32 %r1, [scratch];")]
    [InlineData("@%p1 st.local.b32 [scratch+8], %r1;", "ld.local.b32 %r1, [scratch+8];")]
    [InlineData("mov.b64 %rd1, scratch;\ncvta.local.u64 %rd1, %rd1;\nst.b32 [%rd1+4], %r1;", "ld.b32 %r1, [%rd1+8];")]
    public void Local_memory(string store, string load)
    {
        RunWithLocalMemory(store);
        var fault = Assert.Throws<PtxFault>(() => RunWithLocalMemory(store + "\n" + load));
        Assert.Equal(PtxFaultKind.UninitialisedLocal, fault.Kind);
        Assert.Contains("ld.", fault.Place!.Text, StringComparison.Ordinal);
        RunWithLocalMemory(store + "\n" + load, new EmulatorOptions { CheckInitialised = false });
        RunWithLocalMemory($"st.local.v4.b32 [scratch], {{%r1, %r1, %r1, %r1}};\n{store}\n{load}");
    }

    private static void RunWithLocalMemory(string body, EmulatorOptions? options = null)
    {
        using var device = new EmulatedDevice(options);
        device.Load($$"""
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test()
            {
            .local .align 16 .b8 scratch[16];
            .reg .b32 %r<4>;
            .reg .b64 %rd<4>;
            .reg .pred %p<4>;
            mov.b32 %r1, %tid.x;
            setp.ne.s32 %p1, %r1, 7;
            {{body}}
            ret;
            }
            """).Kernel("test").Launch(new Dim3(2), new Dim3(32), 0, []);
    }
}
