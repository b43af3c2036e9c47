using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary><c>cp.async</c>: what it copies, and that it comes when it was waited for.</summary>
public class AsyncCopyTests
{
    [Theory]
    [InlineData("ca", 4)]
    [InlineData("ca", 8)]
    [InlineData("ca", 16)]
    [InlineData("cg", 16)]
    public void Copies_and_fills_with_zeros(string cache, int bytes)
    {
        // Lane i copies what fits of i bytes.
        var y = Copy($"""
            min.u32 %r10, %r2, {bytes};
            cp.async.{cache}.shared.global [%r6], [%rd5], {bytes}, %r10;
            """, bytes);
        for (var lane = 0; lane < 32; lane++)
        {
            for (var i = 0; i < bytes; i++)
                Assert.Equal(i < lane ? Source(lane * bytes + i) : 0, y[lane * bytes + i]);
        }
        y = Copy($"cp.async.{cache}.shared.global [%r6], [%rd5], {bytes};", bytes);
        for (var i = 0; i < 32 * bytes; i++)
            Assert.Equal(Source(i), y[i]);
    }

    [Fact]
    public void Reads_nothing_where_the_size_is_zero()
    {
        var y = Copy("mov.b64 %rd5, 16;\ncp.async.cg.shared.global.L2::128B [%r6], [%rd5], 16, 0;", 16);
        Assert.All(y, value => Assert.Equal(0, value));
    }

    private static byte Source(int i) => (byte)((7 * i) + 1);

    /// <summary>%r6 and %rd5 are where a lane copies to and from.</summary>
    private static byte[] Copy(string copy, int bytes)
    {
        using var device = new EmulatedDevice();
        var x = device.Upload<byte>([.. Enumerable.Range(0, 512).Select(Source)]);
        var y = device.Upload<byte>(new byte[512]);
        HandwrittenKernel.Run(device, $"""
            mov.u32 %r7, tile;
            mad.lo.s32 %r6, %r2, {bytes}, %r7;
            mul.wide.u32 %rd6, %r2, {bytes};
            add.u64 %rd5, %rd1, %rd6;
            {copy}
            cp.async.commit_group;
            cp.async.wait_group 0;
            bar.sync 0;
            add.u64 %rd7, %rd2, %rd6;
            ld.shared.b32 %r20, [%r6];
            st.global.b32 [%rd7], %r20;
            """ + string.Concat(Enumerable.Range(1, (bytes / 4) - 1).Select(i => $"""

            ld.shared.b32 %r20, [%r6+{4 * i}];
            st.global.b32 [%rd7+{4 * i}], %r20;
            """)) + "\nret;", x, y);
        return device.Download<byte>(y, 32 * bytes);
    }
}
