using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// The six output rows under way, the newest first: 16 channels of 32 columns, four tiles of 8. Where a row begins, each of them becomes the next
/// older one: a sum goes to other registers than it came from, and nothing is copied.
/// </summary>
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
    public void First<TDown>(TensorFilteredLeakyReluArguments a, RaisedRow raised, ArrayView<Words4> taps)
        where TDown : struct, IDownBand
    {
        if (TDown.IsSeparable)
        {
            var across = default(BandRow).Plus(raised, taps[0]);
            p5 = p4.Plus(across, a.Down1.T4);
            p4 = p3.Plus(across, a.Down1.T2);
            p3 = p2.Plus(across, a.Down1.T0);
            p2 = p1.Plus(across, a.Down0.T4);
            p1 = p0.Plus(across, a.Down0.T2);
            p0 = across.Times(a.Down0.T0);
        }
        else
        {
            p5 = p4.Plus(raised, taps[10 * 32]);
            p4 = p3.Plus(raised, taps[8 * 32]);
            p3 = p2.Plus(raised, taps[6 * 32]);
            p2 = p1.Plus(raised, taps[4 * 32]);
            p1 = p0.Plus(raised, taps[2 * 32]);
            p0 = default(BandRow).Plus(raised, taps[0]);
        }
    }

    /// <summary>Adds the second; then the oldest is complete.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Second<TDown>(TensorFilteredLeakyReluArguments a, RaisedRow raised, ArrayView<Words4> taps)
        where TDown : struct, IDownBand
    {
        if (TDown.IsSeparable)
        {
            var across = default(BandRow).Plus(raised, taps[0]);
            p5 = p5.Plus(across, a.Down1.T5);
            p4 = p4.Plus(across, a.Down1.T3);
            p3 = p3.Plus(across, a.Down1.T1);
            p2 = p2.Plus(across, a.Down0.T5);
            p1 = p1.Plus(across, a.Down0.T3);
            p0 = p0.Plus(across, a.Down0.T1);
        }
        else
        {
            p5 = p5.Plus(raised, taps[11 * 32]);
            p4 = p4.Plus(raised, taps[9 * 32]);
            p3 = p3.Plus(raised, taps[7 * 32]);
            p2 = p2.Plus(raised, taps[5 * 32]);
            p1 = p1.Plus(raised, taps[3 * 32]);
            p0 = p0.Plus(raised, taps[1 * 32]);
        }
    }
}
