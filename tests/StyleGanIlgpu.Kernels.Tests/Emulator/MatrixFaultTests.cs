using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>What <c>mma</c> and <c>ldmatrix</c> are refused for.</summary>
public class MatrixFaultTests
{
    private const string Multiply = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
        + "{%r20, %r21, %r22, %r23}, {%r2, %r2, %r2, %r2}, {%r2, %r2}, {%r2, %r2, %r2, %r2};";

    /// <summary>Each lane writes 16 bytes; %r6 is where, %r7 the tile.</summary>
    private const string Fill = """
        mov.u32 %r7, tile;
        mad.lo.s32 %r6, %r2, 16, %r7;
        mov.f32 %f1, 0f00000000;
        st.shared.v4.f32 [%r6], {%f1, %f1, %f1, %f1};

        """;

    private static string Load(string address) => $"ldmatrix.sync.aligned.m8n8.x4.shared.b16 {{%r20, %r21, %r22, %r23}}, [{address}];\n";

    [Theory]
    [InlineData(Multiply)]
    [InlineData("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r20, %r21, %r22, %r23}, [%r6];")]
    public void Warps_that_diverged(string instruction)
    {
        var body = Fill + $"""
            bar.sync 0;
            setp.lt.u32 %p1, %r2, LAST;
            @%p1 bra SOME;
            bra END;
            SOME:
            {instruction}
            END:
            ret;
            """;
        HandwrittenKernel.Results(body.Replace("LAST", "32", StringComparison.Ordinal));
        HandwrittenKernel.Results(body.Replace("LAST", "0", StringComparison.Ordinal));
        var fault = HandwrittenKernel.Fault(body.Replace("LAST", "31", StringComparison.Ordinal));
        Assert.Equal(PtxFaultKind.DivergentWarp, fault.Kind);
        Assert.Equal(new Dim3(31, 0, 0), fault.Thread);
        fault = HandwrittenKernel.Fault(body.Replace("LAST", "32", StringComparison.Ordinal), threads: 24);
        Assert.Equal(PtxFaultKind.DivergentWarp, fault.Kind);
        // One instruction under a predicate is a divergence too.
        fault = HandwrittenKernel.Fault($"{Fill}bar.sync 0;\nsetp.lt.u32 %p1, %r2, 31;\n@%p1 {instruction}\nret;");
        Assert.Equal(PtxFaultKind.DivergentWarp, fault.Kind);
    }

    [Theory]
    [InlineData("%r6", null)]
    [InlineData("%r6+16", PtxFaultKind.OutOfBounds)]
    [InlineData("%r6-16", PtxFaultKind.OutOfBounds)]
    [InlineData("%r6+8", PtxFaultKind.Misaligned)]
    public void Rows_outside_shared_memory(string address, PtxFaultKind? kind)
    {
        var body = Fill + "bar.sync 0;\n" + Load(address) + "ret;";
        if (kind is null)
            HandwrittenKernel.Results(body);
        else
            Assert.Equal(kind, HandwrittenKernel.Fault(body).Kind);
    }

    /// <summary>Of x1 and x2 the addresses of the other lanes are not looked at.</summary>
    [Fact]
    public void Addresses_that_do_not_count()
    {
        var body = Fill + """
            bar.sync 0;
            setp.ge.u32 %p1, %r2, LANES;
            @%p1 mov.b32 %r6, 12352;
            ldmatrix.sync.aligned.m8n8.xCOUNT.shared.b16 {LIST}, [%r6];
            ret;
            """;
        string Of(int lanes, int count, string list) => body.Replace("LANES", $"{lanes}", StringComparison.Ordinal)
            .Replace("COUNT", $"{count}", StringComparison.Ordinal).Replace("LIST", list, StringComparison.Ordinal);
        HandwrittenKernel.Results(Of(8, 1, "%r20"));
        HandwrittenKernel.Results(Of(16, 2, "%r20, %r21"));
        Assert.Equal(PtxFaultKind.OutOfBounds, HandwrittenKernel.Fault(Of(7, 1, "%r20")).Kind);
        Assert.Equal(PtxFaultKind.OutOfBounds, HandwrittenKernel.Fault(Of(15, 2, "%r20, %r21")).Kind);
        Assert.Equal(PtxFaultKind.OutOfBounds, HandwrittenKernel.Fault(Of(16, 4, "%r20, %r21, %r22, %r23")).Kind);
    }

    [Fact]
    public void Rows_that_were_not_written()
    {
        var body = Fill.Replace("st.shared", "@%p1 st.shared", StringComparison.Ordinal) + "bar.sync 0;\n" + Load("%r6") + "ret;";
        HandwrittenKernel.Results("setp.lt.u32 %p1, %r2, 32;\n" + body);
        Assert.Equal(PtxFaultKind.UninitialisedShared, HandwrittenKernel.Fault("setp.lt.u32 %p1, %r2, 31;\n" + body).Kind);
    }

    /// <summary>A row goes to several lanes: the lane that wrote it may be the one that points to it, the others read it all the same.</summary>
    [Fact]
    public void Rows_written_without_a_barrier()
    {
        HandwrittenKernel.Results(Fill + "bar.warp.sync 0xffffffff;\n" + Load("%r6") + "ret;");
        var fault = HandwrittenKernel.Fault(Fill + Load("%r6") + "ret;");
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        fault = HandwrittenKernel.Fault(Fill + "bar.sync 0;\n" + Load("%r6") + "st.shared.f32 [%r6], %f1;\nret;");
        Assert.Equal(PtxFaultKind.SharedRace, fault.Kind);
        Assert.Contains("ldmatrix", fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mma.sync.aligned.m16n8k8.row.row.f32.tf32.tf32.f32 {%r20, %r21, %r22, %r23}, {%r2, %r2, %r2, %r2}, {%r2, %r2}, {%r2, %r2, %r2, %r2};")]
    [InlineData("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%r20, %r21, %r22, %r23}, {%r2, %r2}, {%r2}, {%r2, %r2, %r2, %r2};")]
    [InlineData("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%r20, %r21}, {%r2, %r2, %r2, %r2}, {%r2, %r2}, {%r2, %r2, %r2, %r2};")]
    [InlineData("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%r20}, [%r2];")]
    [InlineData("ldmatrix.sync.aligned.m8n8.x3.shared.b16 {%r20, %r21, %r22}, [%r2];")]
    [InlineData("ldmatrix.aligned.m8n8.x1.shared.b16 {%r20}, [%r2];")]
    public void Forms_that_do_not_exist(string instruction)
    {
        using var device = new EmulatedDevice();
        Assert.Throws<PtxSyntaxException>(() => device.Load(HandwrittenKernel.Ptx($"{instruction}\nret;")));
    }
}
