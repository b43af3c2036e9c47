using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>A pipeline of two stages by <c>cp.async</c>, and what happens to it when a part is missing or wrong.</summary>
public class AsyncFaultTests
{
    /// <summary>64 threads copy a word each in two stages to %r6; %r9 is where the neighbour's lies.</summary>
    private const string Pipeline = """
        mov.u32 %r7, tile;
        mad.lo.s32 %r6, %r2, 4, %r7;
        xor.b32 %r8, %r2, 32;
        mad.lo.s32 %r9, %r8, 4, %r7;
        ISSUE0
        cp.async.ca.shared.global [%r6], [%rd3], 4;
        COMMIT0
        cp.async.ca.shared.global [%r6+256], [%rd3], 4;
        COMMIT1
        BETWEEN
        WAIT0
        BARRIER0
        ld.shared.f32 %f1, [%r9];
        WAIT1
        BARRIER1
        ld.shared.f32 %f2, [%r9+256];
        add.f32 %f1, %f1, %f2;
        st.global.f32 [%rd4], %f1;
        ret;
        """;

    private static readonly Dictionary<string, string> Right = new()
    {
        ["ISSUE0"] = "",
        ["COMMIT0"] = "cp.async.commit_group;",
        ["COMMIT1"] = "cp.async.commit_group;",
        ["BETWEEN"] = "",
        ["WAIT0"] = "cp.async.wait_group 1;",
        ["BARRIER0"] = "bar.sync 0;",
        ["WAIT1"] = "cp.async.wait_group 0;",
        ["BARRIER1"] = "bar.sync 0;",
    };

    private static string With(string part = "", string text = "")
    {
        var body = Pipeline;
        foreach (var (name, right) in Right)
            body = body.Replace(name, name == part ? text : right, StringComparison.Ordinal);
        return body;
    }

    private static PtxFault FaultWith(string part, string text) => HandwrittenKernel.Fault(With(part, text), threads: 64);

    [Fact]
    public void The_pipeline_as_it_should_be()
    {
        using var device = new EmulatedDevice();
        var x = device.Upload<float>([.. Enumerable.Range(0, 64).Select(i => (float)i)]);
        var y = device.Allocate(256);
        HandwrittenKernel.Run(device, With(), x, y, threads: 64);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => 2f * (i ^ 32)), device.Download<float>(y, 64));
        HandwrittenKernel.Run(device, With("WAIT0", "cp.async.wait_all;"), x, y, threads: 64);
    }

    [Theory]
    [InlineData("WAIT0", "")]
    [InlineData("WAIT0", "cp.async.wait_group 2;")]
    [InlineData("WAIT1", "")]
    [InlineData("WAIT1", "cp.async.wait_group 1;")]
    [InlineData("COMMIT1", "")]
    [InlineData("COMMIT0", "")]
    public void What_is_read_before_its_wait(string part, string text)
    {
        var fault = FaultWith(part, text);
        Assert.Equal(PtxFaultKind.CopyInFlight, fault.Kind);
        Assert.Contains("ld.shared.f32", fault.Place!.Text, StringComparison.Ordinal);
        Assert.Contains("cp.async.ca.shared.global", fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BARRIER0")]
    [InlineData("BARRIER1")]
    public void What_others_read_without_a_barrier_behind_the_wait(string part)
    {
        var fault = FaultWith(part, "");
        // The first warp reads before the second has come to its wait.
        Assert.Equal(part == "BARRIER0" ? PtxFaultKind.UninitialisedShared : PtxFaultKind.CopyInFlight, fault.Kind);
    }

    [Fact]
    public void What_other_lanes_read_without_a_barrier_behind_the_wait()
    {
        var body = With("BARRIER0", "").Replace("xor.b32 %r8, %r2, 32", "xor.b32 %r8, %r2, 1", StringComparison.Ordinal);
        var fault = HandwrittenKernel.Fault(body);
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        Assert.Contains("cp.async", fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    /// <summary>The thread itself sees what it waited for, and a barrier of the warp orders its lanes.</summary>
    [Theory]
    [InlineData("xor.b32 %r8, %r2, 0", "")]
    [InlineData("xor.b32 %r8, %r2, 1", "bar.warp.sync 0xffffffff;")]
    public void What_needs_no_barrier_of_the_block(string neighbour, string barrier)
    {
        var body = With().Replace("xor.b32 %r8, %r2, 32", neighbour, StringComparison.Ordinal).Replace("bar.sync 0;", barrier, StringComparison.Ordinal);
        HandwrittenKernel.Results(body, threads: 64);
    }

    [Fact]
    public void What_is_written_while_a_copy_is_on_its_way()
    {
        var fault = FaultWith("BETWEEN", "st.shared.f32 [%r6+256], 0f00000000;");
        Assert.Equal(PtxFaultKind.CopyInFlight, fault.Kind);
        Assert.Contains("st.shared.f32", fault.Place!.Text, StringComparison.Ordinal);
        fault = FaultWith("BETWEEN", "cp.async.ca.shared.global [%r6], [%rd3+4], 4;");
        Assert.Equal(PtxFaultKind.CopyInFlight, fault.Kind);
        fault = FaultWith("BETWEEN", "atom.shared.add.u32 %r20, [%r6], 1;");
        Assert.Equal(PtxFaultKind.CopyInFlight, fault.Kind);
    }

    /// <summary>By the thread itself, which races with nobody: its store may come before or after its copy.</summary>
    [Theory]
    [InlineData("st.shared.v4.f32 [%r6], {%f1, %f1, %f1, %f1};")]
    [InlineData("st.shared.v2.f32 [%r6], {%f1, %f1};")]
    [InlineData("st.shared.f32 [%r6+12], %f1;")]
    [InlineData("cp.async.cg.shared.global [%r6], [%rd5], 16;")]
    [InlineData("ld.shared.v4.f32 {%f1, %f2, %f3, %f4}, [%r6];")]
    [InlineData("ld.shared.v2.f32 {%f1, %f2}, [%r6+8];")]
    [InlineData("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r20, %r21, %r22, %r23}, [%r6];")]
    public void What_a_thread_itself_touches_while_its_copy_is_on_its_way(string access)
    {
        var body = $"""
            mov.u32 %r7, tile;
            mad.lo.s32 %r6, %r2, 16, %r7;
            mul.wide.u32 %rd5, %r2, 16;
            add.u64 %rd5, %rd1, %rd5;
            mov.f32 %f1, 0f00000000;
            cp.async.cg.shared.global [%r6], [%rd5], 16;
            cp.async.commit_group;
            WAIT
            {access}
            cp.async.wait_all;
            ret;
            """;
        HandwrittenKernel.Results(body.Replace("WAIT", "cp.async.wait_group 0;\nbar.sync 0;", StringComparison.Ordinal));
        Assert.Equal(PtxFaultKind.CopyInFlight, HandwrittenKernel.Fault(body.Replace("WAIT", "", StringComparison.Ordinal)).Kind);
        Assert.Equal(PtxFaultKind.CopyInFlight, HandwrittenKernel.Fault(body.Replace("WAIT", "bar.sync 0;", StringComparison.Ordinal)).Kind);
    }

    [Fact]
    public void What_is_copied_over_while_others_read_it()
    {
        var before = """
            st.shared.f32 [%r6], 0f00000000;
            bar.sync 0;
            ld.shared.f32 %f1, [%r9];
            """;
        HandwrittenKernel.Results(With("ISSUE0", before + "\nbar.sync 0;"), threads: 64);
        var fault = FaultWith("ISSUE0", before);
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        // The first warp's copy has come before the second warp reads.
        Assert.Contains("ld.shared.f32", fault.Place!.Text, StringComparison.Ordinal);
        Assert.Contains("cp.async", fault.OtherPlace!.Text, StringComparison.Ordinal);
        fault = FaultWith("ISSUE0", before.Replace("ld.shared.f32 %f1, [%r9]", "ld.shared.f32 %f1, [%r7]", StringComparison.Ordinal));
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        Assert.Contains("cp.async", fault.Place!.Text, StringComparison.Ordinal);
        Assert.Contains("ld.shared.f32", fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changes_at_its_source_while_it_is_copied()
    {
        var fault = FaultWith("BETWEEN", "st.global.f32 [%rd3], 0f3F800000;");
        Assert.Equal(PtxFaultKind.GlobalRace, fault.Kind);
        Assert.Contains("cp.async", fault.Place!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_that_returns_before_its_copy_has_come()
    {
        var fault = HandwrittenKernel.Fault("""
            mov.u32 %r7, tile;
            mad.lo.s32 %r6, %r2, 4, %r7;
            cp.async.ca.shared.global [%r6], [%rd3], 4;
            cp.async.commit_group;
            ret;
            """);
        Assert.Equal(PtxFaultKind.CopyInFlight, fault.Kind);
    }

    /// <summary>Lanes that diverged have groups of their own.</summary>
    [Fact]
    public void Groups_belong_to_threads()
    {
        const string body = """
            mov.u32 %r7, tile;
            mad.lo.s32 %r6, %r2, 4, %r7;
            cp.async.ca.shared.global [%r6], [%rd3], 4;
            setp.lt.u32 %p1, %r2, 7;
            @%p1 cp.async.commit_group;
            cp.async.wait_group 0;
            setp.ge.u32 %p2, %r2, LAST;
            @%p2 bra END;
            ld.shared.f32 %f1, [%r6];
            END:
            cp.async.wait_all;
            ret;
            """;
        HandwrittenKernel.Results(body.Replace("LAST", "7", StringComparison.Ordinal));
        var fault = HandwrittenKernel.Fault(body.Replace("LAST", "8", StringComparison.Ordinal));
        Assert.Equal(PtxFaultKind.CopyInFlight, fault.Kind);
        Assert.Equal(new Dim3(7, 0, 0), fault.Thread);
    }

    [Theory]
    [InlineData("[%r6+2], [%rd3], 4", PtxFaultKind.Misaligned)]
    [InlineData("[%r6], [%rd3+2], 4", PtxFaultKind.Misaligned)]
    [InlineData("[%r6], [%rd3], 16", PtxFaultKind.Misaligned)]
    [InlineData("[%r6+400], [%rd3], 4", PtxFaultKind.OutOfBounds)]
    [InlineData("[%r6], [%rd3+900], 4", PtxFaultKind.OutOfBounds)]
    [InlineData("[%r6], [%rd3+1021], 4, 3", PtxFaultKind.Misaligned)]
    [InlineData("[%r6], [%rd3+1024], 4, 3", PtxFaultKind.OutOfBounds)]
    [InlineData("[%r6], [%rd4], 4", PtxFaultKind.UninitialisedGlobal)]
    [InlineData("[%r6], [%rd4], 4, 1", PtxFaultKind.UninitialisedGlobal)]
    [InlineData("[%r6], [%rd3], 4, 5", PtxFaultKind.InvalidCopy)]
    [InlineData("[%r7], [%rd3], 4", PtxFaultKind.SharedRace)]
    public void Copies_from_or_to_where_they_may_not(string operands, PtxFaultKind kind)
    {
        var fault = HandwrittenKernel.Fault($"""
            mov.u32 %r7, tile;
            mad.lo.s32 %r6, %r2, 4, %r7;
            cp.async.ca.shared.global {operands};
            cp.async.wait_all;
            ret;
            """);
        Assert.Equal(kind, fault.Kind);
        Assert.Contains("cp.async", fault.Place!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cp.async.cg.shared.global [%r6], [%rd3], 4;")]
    [InlineData("cp.async.ca.shared.global [%r6], [%rd3], 12;")]
    [InlineData("cp.async.ca.shared.global [%r6], [%rd3];")]
    [InlineData("cp.async.wait_group %r6;")]
    [InlineData("cp.async.bulk.commit_group;")]
    public void Forms_that_do_not_exist(string instruction)
    {
        using var device = new EmulatedDevice();
        Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx($"mov.u32 %r6, tile;\n{instruction}\nret;")));
    }
}
