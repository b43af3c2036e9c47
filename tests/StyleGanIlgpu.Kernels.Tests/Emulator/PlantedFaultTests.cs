using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Kernels with one fault each, beside the same kernel without it where that isn't plain.</summary>
public class PlantedFaultTests
{
    private const string Exchange = """
        ld.global.f32 %f1, [%rd3];
        st.shared.f32 [%rd21], %f1;
        BARRIER
        xor.b32 %r6, %r2, MASK;
        mul.wide.u32 %rd22, %r6, 4;
        add.u64 %rd22, %rd20, %rd22;
        ld.shared.f32 %f2, [%rd22];
        st.global.f32 [%rd4], %f2;
        ret;
        """;

    private static string ExchangeBy(string barrier, int mask) =>
        Exchange.Replace("BARRIER", barrier, StringComparison.Ordinal).Replace("MASK", $"{mask}", StringComparison.Ordinal);

    [Fact]
    public void A_removed_barrier_between_warps()
    {
        HandwrittenKernel.Results(ExchangeBy("bar.sync 0;", 32), threads: 64);
        var fault = HandwrittenKernel.Fault(ExchangeBy("", 32), threads: 64);
        // The first warp runs ahead, and reads what the second is to write.
        Assert.Equal(PtxFaultKind.UninitialisedShared, fault.Kind);
        fault = HandwrittenKernel.Fault(ExchangeBy("", 32), threads: 64, options: new EmulatorOptions { CheckInitialised = false });
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        Assert.Contains("st.shared.f32", fault.Place!.Text, StringComparison.Ordinal);
        Assert.Contains("ld.shared.f32", fault.OtherPlace!.Text, StringComparison.Ordinal);
        Assert.Equal(27, fault.Place.Line);
        Assert.Equal(new Dim3(32, 0, 0), fault.Thread);
    }

    [Fact]
    public void A_removed_barrier_within_a_warp()
    {
        HandwrittenKernel.Results(ExchangeBy("bar.sync 0;", 1));
        HandwrittenKernel.Results(ExchangeBy("bar.warp.sync 0xffffffff;", 1));
        var fault = HandwrittenKernel.Fault(ExchangeBy("", 1));
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        Assert.Contains("ld.shared.f32", fault.Place!.Text, StringComparison.Ordinal);
        Assert.Contains("st.shared.f32", fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warp_barrier_orders_no_other_warps()
    {
        var fault = HandwrittenKernel.Fault(
            ExchangeBy("bar.warp.sync 0xffffffff;", 32), threads: 64, options: new EmulatorOptions { CheckInitialised = false });
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
    }

    [Fact]
    public void A_barrier_removed_from_a_kernel_of_ILGPU()
    {
        var ptx = IlgpuPtx.Compile("BlockSum");
        var barriers = Enumerable.Range(0, ptx.Length).Where(i => string.CompareOrdinal(ptx, i, "bar.sync", 0, 8) == 0).ToArray();
        Assert.Equal(2, barriers.Length);
        foreach (var at in barriers)
        {
            using var device = new EmulatedDevice();
            var x = device.Upload<float>(new float[64]);
            var y = device.Allocate(4);
            var kernel = device.Load(ptx.Remove(at, ptx.IndexOf(';', at) + 1 - at)).Kernel("BlockSum");
            var fault = Assert.Throws<PtxFault>(
                () => kernel.Launch(new Dim3(1), new Dim3(64), 0, new KernelArguments().View(x, 64).View(y, 1).ToArray()));
            Assert.Contains(fault.Kind, new[] { PtxFaultKind.SharedRace, PtxFaultKind.UninitialisedShared });
        }
    }

    [Fact]
    public void A_value_overwritten_while_others_read_it()
    {
        const string body = """
            st.shared.f32 [%rd21], 0f3F800000;
            bar.sync 0;
            ld.shared.f32 %f1, [%rd20];
            setp.eq.s32 %p1, %r2, 40;
            @%p1 st.shared.f32 [%rd20], %f1;
            ret;
            """;
        var fault = HandwrittenKernel.Fault(body, threads: 64);
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        Assert.Equal(new Dim3(40, 0, 0), fault.Thread);
        Assert.Contains("ld.shared.f32", fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    /// <summary>The last reader writes: the reader before it, of another warp or of its own, must not be forgotten.</summary>
    [Theory]
    [InlineData(32)]
    [InlineData(1)]
    public void A_value_overwritten_by_its_last_reader(int writer)
    {
        var body = $"""
            st.shared.f32 [%rd21], 0f3F800000;
            bar.sync 0;
            setp.eq.s32 %p1, %r2, 0;
            @%p1 ld.shared.f32 %f1, [%rd20];
            setp.eq.s32 %p2, %r2, {writer};
            @%p2 ld.shared.f32 %f1, [%rd20];
            @%p2 st.shared.f32 [%rd20], %f1;
            ret;
            """;
        var fault = HandwrittenKernel.Fault(body, threads: 64);
        Assert.Equal((PtxFaultKind.SharedRace, new Dim3(writer, 0, 0)), (fault.Kind, fault.Thread));
    }

    [Fact]
    public void Lanes_that_write_one_place_at_once() =>
        Assert.Equal(PtxFaultKind.SharedRace, HandwrittenKernel.Fault("st.shared.f32 [%rd20], 0f3F800000;\nret;").Kind);

    [Fact]
    public void An_index_one_past_the_end_of_global_memory()
    {
        const string body = """
            setp.ge.s32 %p1, %r3, %r1;
            @%p1 bra DONE;
            ld.global.f32 %f1, [%rd3+4];
            DONE:
            ret;
            """;
        using (var device = new EmulatedDevice())
            HandwrittenKernel.Run(device, body, device.Upload<float>(new float[256]), n: 255, blocks: 4, threads: 64);
        var fault = HandwrittenKernel.Fault(body, n: 256, blocks: 4, threads: 64);
        Assert.Equal(PtxFaultKind.OutOfBounds, fault.Kind);
        Assert.Equal((new Dim3(3, 0, 0), new Dim3(63, 0, 0), "x"), (fault.Block, fault.Thread, fault.Allocation));
        Assert.Contains("offset 1024 of 'x' of 1024 bytes", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("st.shared.f32 [%rd21+388], 0f00000000;")]
    [InlineData("st.shared.f32 [%rd21+-4], 0f00000000;")]
    public void An_index_past_an_end_of_shared_memory(string store) =>
        Assert.Equal(PtxFaultKind.OutOfBounds, HandwrittenKernel.Fault(store + "\nret;").Kind);

    [Fact]
    public void An_address_before_all_memory() =>
        Assert.Equal(PtxFaultKind.OutOfBounds, HandwrittenKernel.Fault("mov.b64 %rd5, 64;\nld.global.f32 %f1, [%rd5];\nret;").Kind);

    /// <summary>On a device the arrays follow one another, and such an access meets the next.</summary>
    [Theory]
    [InlineData("st.shared.f32 [%rd20+512], 0f3F800000;", "4 bytes at offset 512 of shared 'tile' of 512 bytes")]
    [InlineData("ld.shared.f32 %f1, [%rd20+512];", "4 bytes at offset 512 of shared 'tile' of 512 bytes")]
    [InlineData("ld.shared.f32 %f1, [%rd5+-4];", "of shared 'tile' of 512 bytes")]
    [InlineData("st.shared.f32 [%rd5+128], 0f3F800000;", "4 bytes at offset 128 of shared 'second' of 128 bytes")]
    [InlineData("cp.async.ca.shared.global [%r6+512], [%rd3], 4;", "4 bytes at offset 512 of shared 'tile' of 512 bytes")]
    public void An_index_past_one_shared_array_into_the_next(string access, string detail)
    {
        const string Body = """
            .shared .align 16 .b8 second[128];
            mov.b64 %rd5, second;
            mov.u32 %r6, tile;
            mul.wide.u32 %rd6, %r2, 4;
            add.u64 %rd6, %rd6, %rd5;
            st.shared.f32 [%rd21], 0f00000000;
            st.shared.f32 [%rd6], 0f00000000;
            bar.sync 0;
            setp.eq.s32 %p1, %r2, 5;
            @%p1 ACCESS
            ret;
            """;
        HandwrittenKernel.Results(Body.Replace("ACCESS", "ld.shared.f32 %f1, [%rd5];", StringComparison.Ordinal));
        var fault = HandwrittenKernel.Fault(Body.Replace("ACCESS", access, StringComparison.Ordinal));
        Assert.Equal((PtxFaultKind.OutOfBounds, new Dim3(5, 0, 0)), (fault.Kind, fault.Thread));
        Assert.Contains(detail, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fixed+16", 0)]
    [InlineData("dynamic+64", 64)]
    [InlineData("dynamic+-4", 64)]
    public void An_index_past_static_shared_memory_into_dynamic_or_past_that(string place, int dynamicBytes)
    {
        using var device = new EmulatedDevice();
        void Run(string address, int bytes) => device.Load($$"""
            .version 7.0
            .target sm_80
            .address_size 64
            .extern .shared .align 16 .b8 dynamic[];
            .visible .entry test()
            {
            .shared .align 16 .b8 fixed[16];
            .reg .b32 %r<2>;
            mov.u32 %r1, dynamic;
            mov.u32 %r1, fixed;
            st.shared.b32 [{{address}}], %r1;
            ret;
            }
            """).Kernel("test").Launch(new Dim3(1), new Dim3(1), bytes, []);
        Run("fixed+12", 64);
        Run("dynamic+60", 64);
        Assert.Equal(PtxFaultKind.OutOfBounds, Assert.Throws<PtxFault>(() => Run(place, dynamicBytes)).Kind);
        Assert.Equal(PtxFaultKind.OutOfBounds, Assert.Throws<PtxFault>(() => Run(place, 64)).Kind);
    }

    [Fact]
    public void An_uninitialised_shared_read()
    {
        var fault = HandwrittenKernel.Fault("setp.ne.s32 %p1, %r2, 7;\n@%p1 st.shared.f32 [%rd21], 0f00000000;\nld.shared.f32 %f1, [%rd21];\nret;");
        Assert.Equal(PtxFaultKind.UninitialisedShared, fault.Kind);
        Assert.Equal(new Dim3(7, 0, 0), fault.Thread);
    }

    [Fact]
    public void Shared_memory_of_the_block_before_is_uninitialised()
    {
        const string body = """
            setp.eq.s32 %p1, %r4, 0;
            @%p1 st.shared.f32 [%rd21], 0f00000000;
            bar.sync 0;
            ld.shared.f32 %f1, [%rd21];
            ret;
            """;
        var fault = HandwrittenKernel.Fault(body, blocks: 2, options: new EmulatorOptions { Threads = 1 });
        Assert.Equal((PtxFaultKind.UninitialisedShared, new Dim3(1, 0, 0)), (fault.Kind, fault.Block));
    }

    [Fact]
    public void An_uninitialised_global_read()
    {
        const string body = "ld.global.f32 %f1, [%rd4];\nret;";
        var fault = HandwrittenKernel.Fault(body);
        Assert.Equal((PtxFaultKind.UninitialisedGlobal, "y"), (fault.Kind, fault.Allocation));
        using var device = new EmulatedDevice(new EmulatorOptions { CheckInitialised = false });
        HandwrittenKernel.Run(device, body, 0, device.Allocate(128));
    }

    [Fact]
    public void A_misaligned_vector_load()
    {
        var fault = HandwrittenKernel.Fault("add.u64 %rd5, %rd1, 8;\nld.global.v4.f32 {%f1, %f2, %f3, %f4}, [%rd5];\nret;");
        Assert.Equal(PtxFaultKind.Misaligned, fault.Kind);
        fault = HandwrittenKernel.Fault("st.shared.v2.b32 [%rd21], {%r2, %r2};\nret;");
        Assert.Equal((PtxFaultKind.Misaligned, new Dim3(1, 0, 0)), (fault.Kind, fault.Thread));
    }

    [Fact]
    public void A_divergent_barrier()
    {
        var fault = HandwrittenKernel.Fault("setp.lt.s32 %p1, %r2, 16;\n@%p1 bra SKIP;\nbar.sync 0;\nSKIP:\nret;");
        Assert.Equal(PtxFaultKind.DivergentBarrier, fault.Kind);
        Assert.Contains("bar.sync", fault.Place!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Warps_at_different_barriers() => Assert.Equal(
        PtxFaultKind.DivergentBarrier,
        HandwrittenKernel.Fault("setp.lt.s32 %p1, %r2, 32;\n@%p1 bra OTHER;\nbar.sync 0;\nret;\nOTHER:\nbar.sync 1;\nret;", threads: 64).Kind);

    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    public void Threads_that_return_before_a_barrier(int first)
    {
        var body = $"setp.ge.s32 %p1, %r2, {first};\n@%p1 ret;\nbar.sync 0;\nret;";
        Assert.Equal(PtxFaultKind.ExitedBeforeBarrier, HandwrittenKernel.Fault(body, threads: 64).Kind);
        HandwrittenKernel.Results(body, threads: 64, options: new EmulatorOptions { ExitedThreadsCountAsArrived = true });
    }

    [Fact]
    public void Use_after_free()
    {
        using var device = new EmulatedDevice();
        var x = device.Upload<float>(new float[32], "weights");
        const string body = "ld.global.f32 %f1, [%rd3];\nret;";
        HandwrittenKernel.Run(device, body, x);
        device.Free(x);
        var fault = Assert.Throws<PtxFault>(() => HandwrittenKernel.Run(device, body, x));
        Assert.Equal((PtxFaultKind.UseAfterFree, "weights"), (fault.Kind, fault.Allocation));
        Assert.True(device.Allocate(128) > x + 128);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_global_race_between_blocks(int threads)
    {
        var options = new EmulatorOptions { Threads = threads };
        // Each block writes the place that its neighbour reads.
        const string body = """
            ld.global.f32 %f1, [%rd3];
            xor.b32 %r6, %r4, 1;
            mad.lo.s32 %r6, %r6, %r5, %r2;
            mul.wide.u32 %rd5, %r6, 4;
            add.u64 %rd5, %rd1, %rd5;
            st.global.f32 [%rd5], %f1;
            ret;
            """;
        var fault = HandwrittenKernel.Fault(body, blocks: 8, options: options);
        Assert.Equal((PtxFaultKind.GlobalRace, "x"), (fault.Kind, fault.Allocation));
        string[] places = [fault.Place!.Text[..9], fault.OtherPlace!.Text[..9]];
        Assert.Equal(["ld.global", "st.global"], places.Order());
        fault = HandwrittenKernel.Fault("mul.wide.u32 %rd5, %r2, 4;\nadd.u64 %rd5, %rd1, %rd5;\nst.global.f32 [%rd5], 0f00000000;\nret;", blocks: 8, options: options);
        Assert.Equal(PtxFaultKind.GlobalRace, fault.Kind);
    }

    [Fact]
    public void A_global_race_within_a_block()
    {
        const string body = """
            xor.b32 %r6, %r2, 33;
            mul.wide.u32 %rd5, %r6, 4;
            add.u64 %rd5, %rd1, %rd5;
            st.global.f32 [%rd3], 0f3F800000;
            BARRIER
            ld.global.f32 %f1, [%rd5];
            ret;
            """;
        HandwrittenKernel.Results(body.Replace("BARRIER", "bar.sync 0;", StringComparison.Ordinal), threads: 64);
        Assert.Equal(PtxFaultKind.GlobalRace, HandwrittenKernel.Fault(body.Replace("BARRIER", "", StringComparison.Ordinal), threads: 64).Kind);
    }

    [Fact]
    public void Neighbouring_bytes_of_a_word_are_no_race()
    {
        const string body = "cvt.u64.u32 %rd5, %r3;\nadd.u64 %rd5, %rd2, %rd5;\nst.global.b8 [%rd5], 5;\nret;";
        using var device = new EmulatedDevice(new EmulatorOptions { Threads = 1 });
        var y = device.Allocate(66);
        HandwrittenKernel.Run(device, body, 0, y, blocks: 22, threads: 3);
        Assert.All(device.Download<byte>(y, 66), value => Assert.Equal(5, value));
        var fault = Assert.Throws<PtxFault>(
            () => HandwrittenKernel.Run(device, body.Replace("%r3", "%r2", StringComparison.Ordinal), 0, y, blocks: 22, threads: 3));
        Assert.Equal(PtxFaultKind.GlobalRace, fault.Kind);
    }

    [Theory]
    [InlineData("frobnicate.f32 %f1, 0f3F800000;")]
    [InlineData("add.rz.f32 %f1, 0f3F800000, 0f3F800000;")]
    [InlineData("mov.b32 %r6, %clock;")]
    [InlineData("ld.global.L1::no_allocate.f32 %f1, [%rd3];")]
    [InlineData("bra NOWHERE;")]
    [InlineData("add.s32 %r6, %rd1, 1;")]
    [InlineData("add.s32 %r6, %r2;")]
    [InlineData("mov.b32 %r6, %r99;")]
    [InlineData("bar.sync 0, 64;")]
    [InlineData("bar.sync 16;")]
    public void An_unknown_instruction(string instruction)
    {
        using var device = new EmulatedDevice();
        var error = Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx(instruction + "\nret;")));
        Assert.Equal(26, error.Line);
    }

    [Fact]
    public void A_divergent_uniform_branch()
    {
        var fault = HandwrittenKernel.Fault("setp.lt.s32 %p1, %r2, 16;\n@%p1 bra.uni SKIP;\nadd.s32 %r6, %r2, 1;\nSKIP:\nret;");
        Assert.Equal(PtxFaultKind.DivergentUniformBranch, fault.Kind);
        HandwrittenKernel.Results("setp.lt.s32 %p1, %r2, 32;\n@%p1 bra.uni SKIP;\nadd.s32 %r6, %r2, 1;\nSKIP:\nret;", threads: 64);
    }

    [Fact]
    public void An_approximation_outside_the_list()
    {
        using var device = new EmulatedDevice();
        Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx("sin.approx.f32 %f1, 0f3F800000;\nret;")));
        using var allowing = new EmulatedDevice(new EmulatorOptions { AllowedApproximations = new HashSet<string> { "sin.approx.f32" } });
        allowing.Load(HandwrittenKernel.Ptx("sin.approx.f32 %f1, 0f3F800000;\nret;"));
    }

    [Fact]
    public void A_shuffle_from_lanes_that_are_elsewhere() => Assert.Equal(
        PtxFaultKind.InactiveShuffleLanes,
        HandwrittenKernel.Fault("setp.lt.s32 %p1, %r2, 16;\n@%p1 bra SKIP;\nshfl.sync.down.b32 %r6, %r2, 1, 31, 0xffffffff;\nSKIP:\nret;").Kind);

    [Fact]
    public void A_loop_without_end() => Assert.Equal(
        PtxFaultKind.Endless, HandwrittenKernel.Fault("AGAIN:\nbra AGAIN;\nret;", options: new EmulatorOptions { StepsPerWarp = 1000 }).Kind);

    [Fact]
    public void A_switch_beyond_its_targets() => Assert.Equal(
        PtxFaultKind.InvalidBranchIndex,
        HandwrittenKernel.Fault("LIST:\n.branchtargets A, B;\nbrx.idx %r2, LIST;\nA:\nret;\nB:\nret;").Kind);

    [Theory]
    [InlineData(1025, 1, 0, 20)]
    [InlineData(32, 0, 0, 20)]
    [InlineData(32, 1, 300_000, 20)]
    [InlineData(32, 1, 0, 19)]
    public void An_impossible_launch(int threads, int blocks, int shared, int parameterBytes)
    {
        using var device = new EmulatedDevice();
        var kernel = device.Load(HandwrittenKernel.Ptx("ret;")).Kernel("test");
        var fault = Assert.Throws<PtxFault>(() => kernel.Launch(new Dim3(blocks), new Dim3(threads), shared, new byte[parameterBytes]));
        Assert.Equal(PtxFaultKind.InvalidLaunch, fault.Kind);
    }

    [Fact]
    public void The_host_outside_an_allocation()
    {
        using var device = new EmulatedDevice();
        var x = device.Allocate(100);
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Write(x + 4, new byte[100]));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Read(x - 4, new byte[4]));
        Assert.Throws<ArgumentException>(() => device.Free(x + 4));
        device.Free(x);
        Assert.Throws<ArgumentException>(() => device.Free(x));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Fill(x, 0, 4));
        Assert.Equal((0, 100), (device.AllocatedBytes, device.PeakBytes));
    }
}
