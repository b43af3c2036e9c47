using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>The six output rows under way, the newest first: 16 channels of 32 columns, four tiles of 8.</summary>
internal struct BandSums
{
    private BandRow p0;
    private BandRow p1;
    private BandRow p2;
    private BandRow p3;
    private BandRow p4;
    private BandRow p5;

    public readonly BandRow Oldest => p5;

    /// <summary>Adds the first raised row of an output row, which thereby begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void First(RaisedRow raised, ArrayView<Words4> taps)
    {
        p5 = p4.Plus(raised, taps[10 * 32]);
        p4 = p3.Plus(raised, taps[8 * 32]);
        p3 = p2.Plus(raised, taps[6 * 32]);
        p2 = p1.Plus(raised, taps[4 * 32]);
        p1 = p0.Plus(raised, taps[2 * 32]);
        p0 = default(BandRow).Plus(raised, taps[0]);
    }

    /// <summary>Adds the second; then the oldest is complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Second(RaisedRow raised, ArrayView<Words4> taps)
    {
        p5 = p5.Plus(raised, taps[11 * 32]);
        p4 = p4.Plus(raised, taps[9 * 32]);
        p3 = p3.Plus(raised, taps[7 * 32]);
        p2 = p2.Plus(raised, taps[5 * 32]);
        p1 = p1.Plus(raised, taps[3 * 32]);
        p0 = p0.Plus(raised, taps[1 * 32]);
    }
}

/// <summary>One output row.</summary>
internal struct BandRow
{
    public Float4 T0;
    public Float4 T1;
    public Float4 T2;
    public Float4 T3;

    /// <summary>Eight outputs meet 26 raised samples: a fragment and most of the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly BandRow Plus(RaisedRow raised, Words4 taps)
    {
        var sum = new BandRow
        {
            T0 = TensorCore.MultiplyHalf(raised.F0, taps.X, taps.Y, T0),
            T1 = TensorCore.MultiplyHalf(raised.F1, taps.X, taps.Y, T1),
            T2 = TensorCore.MultiplyHalf(raised.F2, taps.X, taps.Y, T2),
            T3 = TensorCore.MultiplyHalf(raised.F3, taps.X, taps.Y, T3),
        };
        sum.T0 = TensorCore.MultiplyHalf(raised.F1, taps.Z, taps.W, sum.T0);
        sum.T1 = TensorCore.MultiplyHalf(raised.F2, taps.Z, taps.W, sum.T1);
        sum.T2 = TensorCore.MultiplyHalf(raised.F3, taps.Z, taps.W, sum.T2);
        sum.T3 = TensorCore.MultiplyHalf(raised.F4, taps.Z, taps.W, sum.T3);
        return sum;
    }
}
