using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>One output row: 16 channels of four tiles of 8 columns.</summary>
internal struct BandRow
{
    public Float4 T0;
    public Float4 T1;
    public Float4 T2;
    public Float4 T3;

    /// <summary>Adds products with a band of taps: eight outputs meet 26 raised samples, a fragment and most of the next.</summary>
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

    /// <summary>Adds a multiple of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly BandRow Plus(BandRow row, float tap) => new()
    {
        T0 = QuadMath.MultiplyAdd(row.T0, tap, T0),
        T1 = QuadMath.MultiplyAdd(row.T1, tap, T1),
        T2 = QuadMath.MultiplyAdd(row.T2, tap, T2),
        T3 = QuadMath.MultiplyAdd(row.T3, tap, T3),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly BandRow Times(float tap) => new()
    {
        T0 = QuadMath.Multiply(T0, QuadMath.Splat(tap)),
        T1 = QuadMath.Multiply(T1, QuadMath.Splat(tap)),
        T2 = QuadMath.Multiply(T2, QuadMath.Splat(tap)),
        T3 = QuadMath.Multiply(T3, QuadMath.Splat(tap)),
    };
}
