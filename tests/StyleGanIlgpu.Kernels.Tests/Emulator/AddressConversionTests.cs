using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Generic addresses of shared memory.</summary>
public class AddressConversionTests
{
    [Fact]
    public void There_and_back() => Assert.Equal(
        Enumerable.Range(0, 32).Select(i => BitConverter.Int32BitsToSingle(i)),
        HandwrittenKernel.Results("""
            st.shared.b32 [%rd21], %r2;
            cvta.shared.u64 %rd5, %rd21;
            ld.b32 %r6, [%rd5];
            cvta.to.shared.u64 %rd6, %rd5;
            ld.shared.b32 %r7, [%rd6];
            min.s32 %r6, %r6, %r7;
            st.global.b32 [%rd4], %r6;
            ret;
            """).Take(32));

    [Theory]
    [InlineData("cvta.shared.u64 %rd5, %rd21;\ncvta.shared.u64 %rd5, %rd5;")]
    [InlineData("cvta.to.shared.u64 %rd5, %rd21;")]
    [InlineData("cvta.to.shared.u64 %rd5, %rd3;")]
    [InlineData("cvta.shared.u64 %rd5, %rd3;")]
    [InlineData("cvta.shared.u64 %rd5, %rd21;\ncvta.to.local.u64 %rd5, %rd5;")]
    public void Of_an_address_in_another_memory(string body) =>
        Assert.Equal(PtxFaultKind.InvalidAddress, HandwrittenKernel.Fault(body + "\nret;").Kind);

    [Fact]
    public void Lanes_elsewhere_are_not_converted() => HandwrittenKernel.Results("""
        mov.b64 %rd5, %rd3;
        setp.lt.s32 %p1, %r2, 16;
        @%p1 bra DONE;
        mov.b64 %rd5, %rd21;
        cvta.shared.u64 %rd5, %rd5;
        DONE:
        ret;
        """);
}
