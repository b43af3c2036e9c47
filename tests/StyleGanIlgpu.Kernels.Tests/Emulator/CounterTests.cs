using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Counters on examples that can be computed by hand.</summary>
public class CounterTests
{
    private static LaunchReport Run(string body, int blocks = 1, int threads = 32, int n = 0, int threadsOfHost = 1)
    {
        using var device = new EmulatedDevice(new EmulatorOptions { Threads = threadsOfHost });
        return HandwrittenKernel.Run(
            device, body, device.Upload<float>(new float[65536]), device.Upload<float>(new float[65536]), n, blocks, threads);
    }

    private static LaunchReport Shared(string address, string load, int threads = 32) => Run(
        $"""
        mov.b32 %r10, 0;
        FILL:
        mul.lo.s32 %r11, %r10, 4;
        mad.lo.s32 %r11, %r2, 16, %r11;
        cvt.u64.u32 %rd10, %r11;
        add.u64 %rd10, %rd20, %rd10;
        setp.lt.u32 %p2, %r11, 512;
        @%p2 st.shared.f32 [%rd10], 0f3F800000;
        add.s32 %r10, %r10, 1;
        setp.lt.s32 %p1, %r10, 4;
        @%p1 bra FILL;
        bar.sync 0;
        {address}
        cvt.u64.u32 %rd11, %r12;
        add.u64 %rd11, %rd20, %rd11;
        {load}
        ret;
        """,
        threads: threads);

    [Fact]
    public void A_sample_of_blocks_is_run_and_counted_alone()
    {
        using var device = new EmulatedDevice(new EmulatorOptions { Threads = 2 });
        var (x, y) = (device.Upload<float>(new float[8 * 32]), device.Upload<float>(new float[8 * 32]));
        var kernel = device.Load(HandwrittenKernel.Ptx("mov.f32 %f1, 0f3F800000; st.global.f32 [%rd4], %f1; ret;")).Kernel("test");
        var arguments = new KernelArguments().Add(x).Add(y).Add(0).ToArray();
        var report = kernel.Launch(new Dim3(8), new Dim3(32), 0, arguments, sample: [1, 6]);
        Assert.Equal(2, report[InstructionClass.StoreGlobal].Warps);
        Assert.Equal(2 * 128, report.FirstTouchWrittenBytes);
        Assert.Equal([1, 6], device.Download<float>(y, 8 * 32).Chunk(32).Select((block, number) => block.All(value => value == 1) ? number : -1).Where(number => number >= 0));
        Assert.Throws<PtxFault>(() => kernel.Launch(new Dim3(8), new Dim3(32), 0, arguments, sample: [8]));
    }

    [Theory]
    [InlineData(4, 0, 4)]
    [InlineData(4, 4, 5)]
    [InlineData(8, 0, 8)]
    [InlineData(128, 0, 32)]
    [InlineData(0, 0, 1)]
    public void Sectors_of_a_request(int stride, int start, int sectors)
    {
        var report = Run(
            $"""
            mul.lo.s32 %r6, %r2, {stride};
            cvt.u64.u32 %rd5, %r6;
            add.u64 %rd5, %rd1, %rd5;
            ld.global.f32 %f1, [%rd5+{start}];
            ret;
            """);
        var site = Assert.Single(report.GlobalSites);
        Assert.Equal((1, sectors, 128), (site.Requests, site.Sectors, site.Bytes));
        Assert.Equal(sectors, site.SectorsPerRequest);
        Assert.Equal(128 / (32.0 * sectors), site.Efficiency);
        Assert.Equal((32 * sectors, 0), (report.FirstTouchReadBytes, report.FirstTouchWrittenBytes));
    }

    [Fact]
    public void Sectors_of_quads()
    {
        var report = Run(
            """
            mul.wide.u32 %rd5, %r3, 16;
            add.u64 %rd6, %rd2, %rd5;
            add.u64 %rd5, %rd1, %rd5;
            ld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd5];
            st.global.v4.f32 [%rd6], {%f1, %f2, %f3, %f4};
            ret;
            """,
            blocks: 3, threads: 64);
        Assert.All(report.GlobalSites, site => Assert.Equal((6, 96, 1.0), (site.Requests, site.Sectors, site.Efficiency)));
        Assert.Equal((3072, 3072), (report.FirstTouchReadBytes, report.FirstTouchWrittenBytes));
        Assert.Equal((96, 96), (report.GlobalLoadSectors, report.GlobalStoreSectors));
    }

    [Fact]
    public void First_touch_counts_a_sector_once()
    {
        var report = Run(
            """
            mul.wide.u32 %rd5, %r2, 4;
            add.u64 %rd5, %rd1, %rd5;
            ld.global.f32 %f1, [%rd5];
            ld.global.f32 %f2, [%rd5+32];
            ret;
            """,
            blocks: 5, threadsOfHost: 3);
        Assert.Equal(160, report.FirstTouchReadBytes);
        Assert.Equal(40, report.GlobalLoadSectors);
    }

    [Theory]
    [InlineData("mul.lo.s32 %r12, %r2, 4;", 1)]
    [InlineData("mov.b32 %r12, 64;", 1)]
    [InlineData("mul.lo.s32 %r12, %r2, 8;", 2)]
    [InlineData("mul.lo.s32 %r12, %r2, 16;", 4)]
    [InlineData("xor.b32 %r12, %r2, 31;\nmul.lo.s32 %r12, %r12, 4;", 1)]
    [InlineData("shr.u32 %r12, %r2, 1;\nmul.lo.s32 %r12, %r12, 4;", 1)]
    [InlineData("and.b32 %r12, %r2, 1;\nmul.lo.s32 %r12, %r12, 128;", 2)]
    public void Wavefronts_of_words(string address, int wavefronts)
    {
        var site = Shared(address, "ld.shared.f32 %f1, [%rd11];").SharedSites.Last();
        Assert.Equal((1, wavefronts, 1, wavefronts - 1), (site.Requests, site.Wavefronts, site.LeastWavefronts, site.BankConflicts));
    }

    [Fact]
    public void A_column_of_a_tile_of_32_floats_meets_one_bank_32_times()
    {
        // A warp stores a column: 32 words 128 bytes apart.
        var report = EmulatedColumn.Store(stride: 128);
        Assert.Equal((32, 1, 31), (report.SharedSites.Single().Wavefronts, report.SharedSites.Single().LeastWavefronts, report.BankConflicts));
        Assert.Equal(0, EmulatedColumn.Store(stride: 132).BankConflicts);
    }

    [Theory]
    [InlineData("mul.lo.s32 %r12, %r2, 16;", 4)]
    [InlineData("mov.b32 %r12, 64;", 4)]
    [InlineData("and.b32 %r12, %r2, 1;\nmul.lo.s32 %r12, %r12, 128;", 8)]
    [InlineData("and.b32 %r12, %r2, 3;\nmul.lo.s32 %r12, %r12, 128;", 16)]
    public void Wavefronts_of_quads_in_quarters_of_a_warp(string address, int wavefronts)
    {
        var site = Shared(address, "ld.shared.v4.f32 {%f1, %f2, %f3, %f4}, [%rd11];").SharedSites.Last();
        Assert.Equal((wavefronts, 4), (site.Wavefronts, site.LeastWavefronts));
    }

    [Theory]
    [InlineData("mul.lo.s32 %r12, %r2, 8;", 2)]
    [InlineData("mul.lo.s32 %r12, %r2, 16;", 4)]
    public void Wavefronts_of_pairs_in_halves_of_a_warp(string address, int wavefronts)
    {
        var site = Shared(address, "ld.shared.v2.f32 {%f1, %f2}, [%rd11];").SharedSites.Last();
        Assert.Equal((wavefronts, 2), (site.Wavefronts, site.LeastWavefronts));
    }

    [Fact]
    public void Instructions_by_class_and_divergence()
    {
        // 48 threads: a full warp and a half one; 8 lanes of the first take the branch.
        var report = Run(
            """
            setp.lt.s32 %p1, %r2, 8;
            @!%p1 bra JOIN;
            fma.rn.f32 %f1, 0f3F800000, 0f3F800000, 0f3F800000;
            fma.rn.f32 %f1, 0f3F800000, 0f3F800000, %f1;
            JOIN:
            add.rn.f32 %f5, 0f3F800000, 0f3F800000;
            sqrt.rn.f32 %f6, %f5;
            bar.sync 0;
            ret;
            """,
            threads: 48);
        Assert.Equal(new InstructionCount(2, 16), report[InstructionClass.Fma]);
        Assert.Equal(new InstructionCount(2, 48), report[InstructionClass.FloatAlu]);
        Assert.Equal(new InstructionCount(2, 48), report[InstructionClass.Special]);
        Assert.Equal(new InstructionCount(2, 48), report[InstructionClass.Barrier]);
        Assert.Equal(new InstructionCount(4, 96), report[InstructionClass.Control]);
        Assert.Equal(new InstructionCount(6, 144), report[InstructionClass.LoadParameter]);
        var branch = Assert.Single(report.Branches);
        Assert.Equal((2, 1, 1), (branch.Executed, branch.Divergent, report.DivergentBranches));
    }

    [Fact]
    public void Reports_add_up()
    {
        var one = Run("ld.global.f32 %f1, [%rd3];\nret;", blocks: 2);
        var sum = LaunchReport.Empty + one + one;
        Assert.Equal(2, sum.Launches);
        Assert.Equal(2 * one.Instructions.Warps, sum.Instructions.Warps);
        Assert.Equal((4, 16), (Assert.Single(sum.Sites).Requests, sum.GlobalLoadSectors));
        Assert.Equal(2 * one.FirstTouchReadBytes, sum.FirstTouchReadBytes);
    }

    [Fact]
    public void Peak_registers_are_those_that_live_at_once()
    {
        using var device = new EmulatedDevice();
        // x and its two halves: 2 + 1 + 1, with the three given addresses dead.
        var kernel = device.Load(
            """
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b64 x)
            {
                .local .align 4 .b8 __local_depot0[12];
                .reg .b64 %rd<3>;
                .reg .f32 %f<5>;
                .reg .pred %p<2>;
                ld.param.b64 %rd1, [x];
                ld.global.f32 %f1, [%rd1];
                ld.global.f32 %f2, [%rd1+4];
                add.rn.f32 %f3, %f1, %f2;
                setp.lt.f32 %p1, %f3, %f3;
                @%p1 st.global.f32 [%rd1], %f3;
                ret;
            }
            """).Kernel("test");
        Assert.Equal(4, kernel.PeakRegisters);
        Assert.Equal((16, 0), (kernel.LocalBytes, kernel.StaticSharedBytes));
        Assert.Equal(new PtxParameter("x", 0, 8, 8), Assert.Single(kernel.Parameters));
    }

    [Fact]
    public void Local_memory_is_counted_and_private()
    {
        using var device = new EmulatedDevice();
        var y = device.Allocate(128);
        var report = device.Load(
            """
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry test(.param .b64 y)
            {
                .local .align 4 .b8 depot[16];
                .reg .b64 %rd<6>;
                .reg .b32 %r<4>;
                ld.param.b64 %rd1, [y];
                mov.b32 %r1, %tid.x;
                mov.b64 %rd2, depot;
                st.local.b32 [%rd2+8], %r1;
                and.b32 %r2, %r1, 1;
                ld.local.b32 %r3, [depot+8];
                mul.wide.u32 %rd3, %r1, 4;
                add.u64 %rd3, %rd1, %rd3;
                st.global.b32 [%rd3], %r3;
                ret;
            }
            """).Kernel("test").Launch(new Dim3(1), new Dim3(32), 0, new KernelArguments().Add(y).ToArray());
        Assert.Equal(Enumerable.Range(0, 32), device.Download<int>(y, 32));
        Assert.Equal(2, report.LocalRequests);
        Assert.Equal((1, 1), (report[InstructionClass.LoadLocal].Warps, report[InstructionClass.StoreLocal].Warps));
    }

    /// <summary>A warp stores to dynamic shared memory at a stride.</summary>
    private static class EmulatedColumn
    {
        public static LaunchReport Store(int stride)
        {
            using var device = new EmulatedDevice();
            return device.Load(
                $$"""
                .version 7.0
                .target sm_80
                .address_size 64
                .extern .shared .align 16 .b8 __dyn_shared_alloca[];
                .visible .entry test()
                {
                    .reg .b64 %rd<4>;
                    .reg .b32 %r<4>;
                    mov.b32 %r1, %tid.x;
                    mul.wide.u32 %rd1, %r1, {{stride}};
                    mov.b64 %rd2, __dyn_shared_alloca;
                    add.u64 %rd2, %rd2, %rd1;
                    st.shared.b32 [%rd2], %r1;
                    ret;
                }
                """).Kernel("test").Launch(new Dim3(1), new Dim3(32), 32 * stride, []);
        }
    }
}
