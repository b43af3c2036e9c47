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

/// <summary>
/// The leaky ReLU of two float16 at a time, as a part of the sample plus its positive part: a slope of 0.2 is a quarter of 0.8, and a quarter is exact
/// where float16's 0.2 is 2.4e-4 too small, in every sample below zero. The taps hold the 0.8.
/// </summary>
internal struct HalfBend
{
    public uint Part;
    public uint Limit;
    public uint NegativeLimit;

    /// <summary>In a register: the instruction takes no number.</summary>
    public uint Zero;

    public static HalfBend Of(float part, float limit) => new()
    {
        Part = TensorCore.PackHalf2(part, part),
        Limit = TensorCore.PackHalf2(limit, limit),
        NegativeLimit = TensorCore.PackHalf2(-limit, -limit),
        Zero = (uint)TensorCore.Here(0),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly uint Bend(float lower, float upper)
    {
        var x = TensorCore.PackHalf2(lower, upper);
        x = TensorCore.MultiplyAddHalf2(x, Part, TensorCore.GreatestHalf2(x, Zero));
        return TensorCore.GreatestHalf2(TensorCore.LeastHalf2(x, Limit), NegativeLimit);
    }
}
