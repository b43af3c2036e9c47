using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Kernels.Tests.Emulator;

/// <summary>Races of accesses of one, two and four words, whose marks are looked at together.</summary>
public class WideAccessRaceTests
{
    public static TheoryData<int, string> Widths => new() { { 1, "shared" }, { 2, "shared" }, { 4, "shared" }, { 1, "global" }, { 2, "global" }, { 4, "global" } };

    /// <summary>What a thread reads of the other warp's is written there again, with a barrier between or not.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void A_write_after_others_read(int words, string space)
    {
        HandwrittenKernel.Results(Body(words, space, "bar.sync 0;\nload bar.sync 0;\nstore"), threads: 64);
        var fault = HandwrittenKernel.Fault(Body(words, space, "bar.sync 0;\nload store"), threads: 64);
        Assert.Equal(space == "shared" ? PtxFaultKind.SharedRace : PtxFaultKind.GlobalRace, fault.Kind);
        Assert.Contains(Place(words, space), fault.Place!.Text + fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    /// <summary>The second warp reads what the first has read, and writes it: that it has read it itself doesn't hide the first.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void A_write_after_many_read(int words, string space)
    {
        var body = Body(words, space, """
            bar.sync 0;
            own
            load
            bar.sync 0;
            own
            setp.lt.u32 %p1, %r2, 32;
            @%p1 bra END;
            load
            spoil
            END:
            """);
        var fault = HandwrittenKernel.Fault(body, threads: 64);
        Assert.Equal(space == "shared" ? PtxFaultKind.SharedRace : PtxFaultKind.GlobalRace, fault.Kind);
        Assert.Contains("st.", fault.Place!.Text, StringComparison.Ordinal);
        Assert.Contains("ld.", fault.OtherPlace!.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_read_after_others_wrote(int words, string space)
    {
        HandwrittenKernel.Results(Body(words, space, "bar.sync 0;\nstore bar.sync 0;\nload"), threads: 64);
        Assert.Equal(
            space == "shared" ? PtxFaultKind.SharedRace : PtxFaultKind.GlobalRace,
            HandwrittenKernel.Fault(Body(words, space, "bar.sync 0;\nstore load"), threads: 64).Kind);
    }

    private static string Place(int words, string space) => words == 1 ? $"{space}.f32" : $"{space}.v{words}.f32";

    /// <summary>Each thread writes its words first; then what is given, with its accesses by name: %rd7 is its place, %rd8 that of the other warp's thread.</summary>
    private static string Body(int words, string space, string then)
    {
        var list = words == 1 ? "%f1" : "{" + string.Join(", ", Enumerable.Range(1, words).Select(i => $"%f{i}")) + "}";
        var store = $"@%p2 st.{Place(words, space)} [%rd7], {list};\n";
        // The tile has room for four words of half the threads.
        return $"""
            mov.f32 %f1, 0f00000000;
            mov.f32 %f2, %f1;
            mov.f32 %f3, %f1;
            mov.f32 %f4, %f1;
            and.b32 %r9, %r2, 15;
            shr.u32 %r10, %r2, 5;
            mad.lo.s32 %r9, %r10, 16, %r9;
            xor.b32 %r8, %r9, 16;
            and.b32 %r11, %r2, 16;
            setp.eq.s32 %p2, %r11, 0;
            mul.wide.u32 %rd5, %r9, 16;
            mul.wide.u32 %rd6, %r8, 16;
            add.u64 %rd7, {(space == "shared" ? "%rd20" : "%rd1")}, %rd5;
            add.u64 %rd8, {(space == "shared" ? "%rd20" : "%rd1")}, %rd6;
            {store}
            {then.Replace("load", $"@%p2 ld.{Place(words, space)} {list}, [%rd8];\n", StringComparison.Ordinal)
                .Replace("own", $"@%p2 ld.{Place(words, space)} {list}, [%rd7];\n", StringComparison.Ordinal)
                .Replace("spoil", store.Replace("%rd7", "%rd8", StringComparison.Ordinal), StringComparison.Ordinal)
                .Replace("store", store, StringComparison.Ordinal)}
            ret;
            """;
    }
}
