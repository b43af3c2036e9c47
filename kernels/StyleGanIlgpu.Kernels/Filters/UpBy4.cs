using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>By 4 with 24 taps; the first output begins with the second phase.</summary>
internal struct UpBy4<TSector> : IUpFilter
    where TSector : ISectorChannels
{
    public static int Up => 4;

    private static int S => TSector.SectorChannels;

    public static int Columns => 24;

    public static int Items => 6;

    public static int LineWords => 29 * S;

    public static int Place(int item) => ((4 * item) + item) * S;

    public static int RunPlace(int run) => run * 5 * S;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Along(FilteredLeakyReluArguments a, ArrayView<float> lines, int item, float x0, float x1, float x2, float x3, float x4, float x5)
    {
        lines[Place(item)] = SixSums.Of(a.AlongPhase0, x0, x1, x2, x3, x4, x5);
        lines[LineWords + Place(item)] = SixSums.Of(a.AlongPhase1, x0, x1, x2, x3, x4, x5);
        lines[(2 * LineWords) + Place(item)] = SixSums.Of(a.AlongPhase2, x0, x1, x2, x3, x4, x5);
        lines[(3 * LineWords) + Place(item)] = SixSums.Of(a.AlongPhase3, x0, x1, x2, x3, x4, x5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RaisedRun Across(FilteredLeakyReluArguments a, ArrayView<float> line)
    {
        var w0 = line[0];
        var w1 = line[S];
        var w2 = line[2 * S];
        var w3 = line[3 * S];
        var w4 = line[5 * S];
        var w5 = line[6 * S];
        var w6 = line[7 * S];
        var w7 = line[8 * S];
        var w8 = line[10 * S];
        var w9 = line[11 * S];
        var w10 = line[12 * S];
        var w11 = line[13 * S];
        return new RaisedRun
        {
            R0 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w0, w1, w2, w3, w4, w5)),
            R1 = Bend.Of(a, SixSums.Of(a.AcrossPhase2, w0, w1, w2, w3, w4, w5)),
            R2 = Bend.Of(a, SixSums.Of(a.AcrossPhase3, w0, w1, w2, w3, w4, w5)),
            R3 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w1, w2, w3, w4, w5, w6)),
            R4 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w1, w2, w3, w4, w5, w6)),
            R5 = Bend.Of(a, SixSums.Of(a.AcrossPhase2, w1, w2, w3, w4, w5, w6)),
            R6 = Bend.Of(a, SixSums.Of(a.AcrossPhase3, w1, w2, w3, w4, w5, w6)),
            R7 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w2, w3, w4, w5, w6, w7)),
            R8 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w2, w3, w4, w5, w6, w7)),
            R9 = Bend.Of(a, SixSums.Of(a.AcrossPhase2, w2, w3, w4, w5, w6, w7)),
            R10 = Bend.Of(a, SixSums.Of(a.AcrossPhase3, w2, w3, w4, w5, w6, w7)),
            R11 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w3, w4, w5, w6, w7, w8)),
            R12 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w3, w4, w5, w6, w7, w8)),
            R13 = Bend.Of(a, SixSums.Of(a.AcrossPhase2, w3, w4, w5, w6, w7, w8)),
            R14 = Bend.Of(a, SixSums.Of(a.AcrossPhase3, w3, w4, w5, w6, w7, w8)),
            R15 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w4, w5, w6, w7, w8, w9)),
            R16 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w4, w5, w6, w7, w8, w9)),
            R17 = Bend.Of(a, SixSums.Of(a.AcrossPhase2, w4, w5, w6, w7, w8, w9)),
            R18 = Bend.Of(a, SixSums.Of(a.AcrossPhase3, w4, w5, w6, w7, w8, w9)),
            R19 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w5, w6, w7, w8, w9, w10)),
            R20 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w5, w6, w7, w8, w9, w10)),
            R21 = Bend.Of(a, SixSums.Of(a.AcrossPhase2, w5, w6, w7, w8, w9, w10)),
            R22 = Bend.Of(a, SixSums.Of(a.AcrossPhase3, w5, w6, w7, w8, w9, w10)),
            R23 = Bend.Of(a, SixSums.Of(a.AcrossPhase0, w6, w7, w8, w9, w10, w11)),
            R24 = Bend.Of(a, SixSums.Of(a.AcrossPhase1, w6, w7, w8, w9, w10, w11)),
            R25 = Bend.Of(a, SixSums.Of(a.AcrossPhase2, w6, w7, w8, w9, w10, w11)),
        };
    }
}
