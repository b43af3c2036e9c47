using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>
/// A kernel written as PTX around a few given registers: %rd1 = x, %rd2 = y, %r1 = n, %r2 = the thread's index in its block, %r3 =
/// in the grid, %rd3 and %rd4 = the places of its float in x and y. %rd20 = 128 floats of shared memory, %rd21 = its float there.
/// </summary>
internal static class HandwrittenKernel
{
    public const int SharedFloats = 128;

    public static string Ptx(string body, string target = "sm_80") =>
        $$"""
        .version 7.0
        .target {{target}}
        .address_size 64
        .visible .entry test(.param .b64 x, .param .b64 y, .param .b32 n)
        {
            .shared .align 16 .b8 tile[512];
            .reg .pred %p<16>;
            .reg .b16 %rs<16>;
            .reg .b32 %r<64>;
            .reg .b64 %rd<64>;
            .reg .f32 %f<64>;
            .reg .f64 %fd<16>;
            ld.param.b64 %rd1, [x];
            ld.param.b64 %rd2, [y];
            ld.param.b32 %r1, [n];
            mov.b32 %r2, %tid.x;
            mov.b32 %r4, %ctaid.x;
            mov.b32 %r5, %ntid.x;
            mad.lo.s32 %r3, %r4, %r5, %r2;
            mul.wide.u32 %rd3, %r3, 4;
            add.u64 %rd4, %rd2, %rd3;
            add.u64 %rd3, %rd1, %rd3;
            mov.b64 %rd20, tile;
            mul.wide.u32 %rd21, %r2, 4;
            add.u64 %rd21, %rd20, %rd21;
            {{body}}
        }
        """;

    public static LaunchReport Run(
        EmulatedDevice device, string body, ulong x, ulong y = 0, int n = 0, int blocks = 1, int threads = 32) =>
        device.Load(Ptx(body)).Kernel("test").Launch(
            new Dim3(blocks), new Dim3(threads), 0, new KernelArguments().Add(x).Add(y).Add(n).ToArray());

    /// <summary>The fault of a kernel over 256 written floats x and 256 unwritten floats y.</summary>
    public static PtxFault Fault(string body, int n = 0, int blocks = 1, int threads = 32, EmulatorOptions? options = null)
    {
        using var device = new EmulatedDevice(options);
        var x = device.Upload<float>(new float[256], "x");
        var y = device.Allocate(1024, "y");
        return Assert.Throws<PtxFault>(() => Run(device, body, x, y, n, blocks, threads));
    }

    /// <summary>A kernel over 256 zeros x and 256 floats y, which it returns.</summary>
    public static float[] Results(string body, int n = 0, int blocks = 1, int threads = 32, EmulatorOptions? options = null)
    {
        using var device = new EmulatedDevice(options);
        var x = device.Upload<float>(new float[256], "x");
        var y = device.Upload<float>(new float[256], "y");
        Run(device, body, x, y, n, blocks, threads);
        return device.Download<float>(y, 256);
    }
}
