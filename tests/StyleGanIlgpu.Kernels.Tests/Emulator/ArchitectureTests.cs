using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>What an architecture has: shared memory, and instructions.</summary>
public class ArchitectureTests
{
    [Theory]
    [InlineData(75, 64)]
    [InlineData(80, 163)]
    [InlineData(86, 99)]
    [InlineData(89, 99)]
    [InlineData(90, 227)]
    public void Dynamic_shared_memory_to_the_limit(int architecture, int kilobytes)
    {
        using var device = new EmulatedDevice(new EmulatorOptions { Architecture = architecture });
        var kernel = device.Load("""
            .version 7.0
            .target sm_75
            .address_size 64
            .extern .shared .align 16 .b8 dynamic[];
            .visible .entry test(.param .b32 last)
            {
            .shared .align 16 .b8 fixed[1024];
            .reg .b32 %r<4>;
            .reg .b64 %rd<4>;
            mov.b32 %r1, 5;
            st.shared.b32 [fixed], %r1;
            mov.u32 %r2, dynamic;
            ld.param.b32 %r3, [last];
            add.s32 %r2, %r2, %r3;
            st.shared.b32 [%r2], %r1;
            ret;
            }
            """).Kernel("test");
        void Launch(int bytes, int last) => kernel.Launch(new Dim3(1), new Dim3(1), bytes, new KernelArguments().Add(last).ToArray());
        var (plain, most) = (47 * 1024, (kilobytes - 1) * 1024);
        Launch(plain, plain - 4);
        Assert.Equal(PtxFaultKind.InvalidLaunch, Assert.Throws<PtxFault>(() => Launch(plain + 1, 0)).Kind);
        Assert.Equal(PtxFaultKind.InvalidLaunch, Assert.Throws<PtxFault>(() => kernel.MaxDynamicSharedBytes = most + 1).Kind);
        kernel.MaxDynamicSharedBytes = most;
        Launch(most, most - 4);
        Assert.Equal(PtxFaultKind.OutOfBounds, Assert.Throws<PtxFault>(() => Launch(most, most)).Kind);
        Assert.Equal(PtxFaultKind.InvalidLaunch, Assert.Throws<PtxFault>(() => Launch(most + 1, 0)).Kind);
    }

    [Fact]
    public void Instructions_that_came_later_are_refused()
    {
        using var device = new EmulatedDevice();
        foreach (var instruction in new[] { "cp.async.wait_all;", "cvt.rna.tf32.f32 %r10, %f1;", "cvt.rn.f16x2.f32 %r10, %f1, %f1;" })
        {
            var body = $"mov.f32 %f1, 0f00000000;\n{instruction}\nret;";
            Assert.NotNull(device.Load(HandwrittenKernel.Ptx(body)));
            Assert.Contains("sm_80", Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx(body, "sm_75"))).Message, StringComparison.Ordinal);
        }
        using var older = new EmulatedDevice(new EmulatorOptions { Architecture = 75 });
        Assert.Contains("sm_80", Assert.Throws<PtxSyntaxException>(() => older.Load(HandwrittenKernel.Ptx("ret;"))).Message, StringComparison.Ordinal);
    }
}
