using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// A raised row of 16 channels, bent: 80 positions of which 74 count, as five fragments of 16. Of a fragment's positions the product takes
/// the quarter of lane l as 2 * (l % 4), the same and one, plus 8 for the latter two quarters; the taps of <c>BandTaps</c> follow that.
/// </summary>
internal struct RaisedRow
{
    public Words4 F0;
    public Words4 F1;
    public Words4 F2;
    public Words4 F3;
    public Words4 F4;
}

/// <summary>The leaky ReLU of two float16 at a time.</summary>
internal struct HalfBend
{
    public uint Slope;
    public uint Limit;
    public uint NegativeLimit;

    public static HalfBend Of(float slope, float limit) => new()
    {
        Slope = TensorCore.PackHalf2(slope, slope),
        Limit = TensorCore.PackHalf2(limit, limit),
        NegativeLimit = TensorCore.PackHalf2(-limit, -limit),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Bend(float lower, float upper)
    {
        var x = TensorCore.PackHalf2(lower, upper);
        x = TensorCore.GreatestHalf2(x, TensorCore.MultiplyHalf2(x, Slope));
        return TensorCore.GreatestHalf2(TensorCore.LeastHalf2(x, Limit), NegativeLimit);
    }
}
