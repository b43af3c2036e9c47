using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>By 2 with 12 taps; the first output begins with the first phase.</summary>
internal struct UpBy2 : IUpFilter
{
    public static int Up => 2;

    public static int Columns => 42;

    public static int Items => 11;

    public static int LineWords => 392;

    public static int Place(int item) => (item * 32) + (item / 2 * 8);

    public static int RunPlace(int run) => run * 72;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Along(FilteredLeakyReluArguments a, ArrayView<float> lines, int item, float x0, float x1, float x2, float x3, float x4, float x5)
    {
        lines[Place(item)] = SixSums.Of(a.AlongPhase0, x0, x1, x2, x3, x4, x5);
        lines[LineWords + Place(item)] = SixSums.Of(a.AlongPhase1, x0, x1, x2, x3, x4, x5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RaisedRun Across(FilteredLeakyReluArguments a, ArrayView<float> line)
    {
        var w0 = line[0];
        var w1 = line[8];
        var w2 = line[16];
        var w3 = line[24];
        var w4 = line[32];
        var w5 = line[40];
        var w6 = line[48];
        var w7 = line[56];
        var w8 = line[72];
        var w9 = line[80];
        var w10 = line[88];
        var w11 = line[96];
        var w12 = line[104];
        var w13 = line[112];
        var w14 = line[120];
        var w15 = line[128];
        var w16 = line[144];
        var w17 = line[152];
        return new RaisedRun
        {
            R0 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w0, w1, w2, w3, w4, w5)),
            R1 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w0, w1, w2, w3, w4, w5)),
            R2 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w1, w2, w3, w4, w5, w6)),
            R3 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w1, w2, w3, w4, w5, w6)),
            R4 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w2, w3, w4, w5, w6, w7)),
            R5 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w2, w3, w4, w5, w6, w7)),
            R6 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w3, w4, w5, w6, w7, w8)),
            R7 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w3, w4, w5, w6, w7, w8)),
            R8 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w4, w5, w6, w7, w8, w9)),
            R9 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w4, w5, w6, w7, w8, w9)),
            R10 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w5, w6, w7, w8, w9, w10)),
            R11 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w5, w6, w7, w8, w9, w10)),
            R12 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w6, w7, w8, w9, w10, w11)),
            R13 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w6, w7, w8, w9, w10, w11)),
            R14 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w7, w8, w9, w10, w11, w12)),
            R15 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w7, w8, w9, w10, w11, w12)),
            R16 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w8, w9, w10, w11, w12, w13)),
            R17 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w8, w9, w10, w11, w12, w13)),
            R18 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w9, w10, w11, w12, w13, w14)),
            R19 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w9, w10, w11, w12, w13, w14)),
            R20 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w10, w11, w12, w13, w14, w15)),
            R21 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w10, w11, w12, w13, w14, w15)),
            R22 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w11, w12, w13, w14, w15, w16)),
            R23 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w11, w12, w13, w14, w15, w16)),
            R24 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w12, w13, w14, w15, w16, w17)),
            R25 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w12, w13, w14, w15, w16, w17)),
        };
    }
}
