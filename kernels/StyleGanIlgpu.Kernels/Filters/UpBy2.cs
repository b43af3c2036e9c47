using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>By 2 with 12 taps; the first output begins with the first phase.</summary>
internal struct UpBy2<TSector> : IUpFilter
    where TSector : ISectorChannels
{
    public static int Up => 2;

    private static int S => TSector.SectorChannels;

    public static int Columns => 42;

    public static int Items => 11;

    public static int LineWords => 49 * S;

    public static int Place(int item) => ((4 * item) + (item / 2)) * S;

    public static int RunPlace(int run) => run * 9 * S;

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
        var w1 = line[S];
        var w2 = line[2 * S];
        var w3 = line[3 * S];
        var w4 = line[4 * S];
        var w5 = line[5 * S];
        var w6 = line[6 * S];
        var w7 = line[7 * S];
        var w8 = line[9 * S];
        var w9 = line[10 * S];
        var w10 = line[11 * S];
        var w11 = line[12 * S];
        var w12 = line[13 * S];
        var w13 = line[14 * S];
        var w14 = line[15 * S];
        var w15 = line[16 * S];
        var w16 = line[18 * S];
        var w17 = line[19 * S];
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
