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
    [InlineData(100, 227)]
    [InlineData(120, 99)]
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

    [Theory]
    [InlineData("cp.async.wait_all;")]
    [InlineData("cp.async.cg.shared.global [%rd20], [%rd1], 16;")]
    [InlineData("cvt.rna.tf32.f32 %r10, %f1;")]
    [InlineData("cvt.rn.f16x2.f32 %r10, %f1, %f1;")]
    [InlineData("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%f2, %f3, %f4, %f5}, {%r1, %r2, %r3, %r4}, {%r1, %r2}, {%f1, %f1, %f1, %f1};")]
    [InlineData("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%f2, %f3, %f4, %f5}, {%r1, %r2, %r3, %r4}, {%r1, %r2}, {%f1, %f1, %f1, %f1};")]
    public void Instructions_that_came_with_sm_80_are_refused_before(string instruction)
    {
        using var device = new EmulatedDevice();
        Assert.NotNull(device.Load(Body(instruction)));
        var fault = Assert.Throws<PtxSyntaxException>(() => device.Load(Body(instruction, "sm_75")));
        Assert.Contains("sm_80", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensor_cores_of_sm_75_multiply_float16()
    {
        using var device = new EmulatedDevice(new EmulatorOptions { Architecture = 75 });
        Assert.NotNull(device.Load(Body("""
            cvt.u32.u64 %r9, %rd20;
            ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r10, %r11, %r12, %r13}, [%r9];
            mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%f2, %f3, %f4, %f5}, {%r10, %r11}, {%r12}, {%f1, %f1, %f1, %f1};
            """, "sm_75")));
    }

    [Fact]
    public void Newer_ptx_is_refused()
    {
        using var device = new EmulatedDevice(new EmulatorOptions { Architecture = 75 });
        Assert.Contains("sm_80", Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx("ret;"))).Message, StringComparison.Ordinal);
    }

    private static string Body(string instructions, string target = "sm_80") =>
        HandwrittenKernel.Ptx($"mov.f32 %f1, 0f00000000;\n{instructions}\nret;", target);
}
