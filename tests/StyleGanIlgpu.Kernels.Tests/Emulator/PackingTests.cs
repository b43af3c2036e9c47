using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary><c>mov</c> between a word and its halves, and addresses of shared memory in 32 bits.</summary>
public class PackingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("@%p1 ")]
    public void Halves_of_a_word(string guard)
    {
        using var device = new EmulatedDevice();
        var random = new Random(1);
        var words = Enumerable.Range(0, 32).Select(_ => (uint)random.NextInt64()).ToArray();
        var (x, y) = (device.Upload<uint>(words), device.Allocate(128));
        HandwrittenKernel.Run(device, $$"""
            setp.lt.u32 %p1, %r2, 9;
            ld.global.b32 %r10, [%rd3];
            mov.b32 %r11, %r10;
            mov.b16 %rs1, 0;
            mov.b16 %rs2, 0;
            {{guard}}mov.b32 {%rs1, %rs2}, %r10;
            {{guard}}mov.b32 %r11, {%rs2, %rs1};
            st.global.b32 [%rd4], %r11;
            ret;
            """, x, y);
        var swapped = device.Download<uint>(y, 32);
        for (var lane = 0; lane < 32; lane++)
            Assert.Equal(guard == "" || lane < 9 ? uint.RotateLeft(words[lane], 16) : words[lane], swapped[lane]);
    }

    [Fact]
    public void Addresses_of_shared_memory_fit_a_word()
    {
        var y = HandwrittenKernel.Results("""
            mov.u32 %r10, tile;
            cvta.shared.u64 %rd5, %rd21;
            cvta.to.shared.u64 %rd6, %rd5;
            cvt.u32.u64 %r11, %rd6;
            cvt.rn.f32.u32 %f1, %r2;
            st.shared.f32 [%r11], %f1;
            mad.lo.s32 %r12, %r2, 4, %r10;
            ld.shared.f32 %f2, [%r12];
            st.global.f32 [%rd4], %f2;
            ret;
            """);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (float)i), y[..32]);
        using var device = new EmulatedDevice();
        Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx("ld.global.f32 %f1, [%r2];\nret;")));
    }
}
