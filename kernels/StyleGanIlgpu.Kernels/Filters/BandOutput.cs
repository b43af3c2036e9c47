using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// Where a lane's outputs go. Sums have the positions along the lanes' pairs; a product with the unit matrix turns them, so that a lane holds four
/// neighbouring channels of a position and eight positions of 16 channels are stored as whole sectors.
/// </summary>
internal struct BandOutput
{
    /// <summary>The largest number of float16, twice.</summary>
    private const int Largest = 0x7BFF7BFF;

    private const int Least = unchecked((int)0xFBFFFBFF);

    /// <summary>From the lane's first output of a row on, quads of four channels.</summary>
    public int Step;

    /// <summary>Columns from the lane's first on.</summary>
    public int Columns;

    /// <summary>The lane's two numbers of a unit matrix of 8 x 8.</summary>
    public uint Unit;

    /// <summary>A word of zeros.</summary>
    public uint Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ArrayView<Words2> row, BandRow sums)
    {
        Store(row, 0, sums.T0, sums.T1);
        Store(row, 16, sums.T2, sums.T3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Store(ArrayView<Words2> row, int column, Float4 left, Float4 right)
    {
        var unit = new Words4 { X = Unit, Y = Zero, Z = Zero, W = Unit };
        var first = TensorCore.MultiplyHalf(unit, Pack(left.X, left.Y), Pack(right.X, right.Y), default);
        var second = TensorCore.MultiplyHalf(unit, Pack(left.Z, left.W), Pack(right.Z, right.W), default);
        if (column < Columns)
            row[column * Step] = new Words2 { X = TensorCore.PackHalf2(first.X, first.Y), Y = TensorCore.PackHalf2(second.X, second.Y) };
        if (column + 8 < Columns)
            row[(column + 8) * Step] = new Words2 { X = TensorCore.PackHalf2(first.Z, first.W), Y = TensorCore.PackHalf2(second.Z, second.W) };
    }

    /// <summary>An infinity, times zero, would be none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Pack(float lower, float upper) =>
        TensorCore.GreatestHalf2(
        TensorCore.LeastHalf2(TensorCore.PackHalf2(lower, upper), (uint)TensorCore.Here(Largest)), (uint)TensorCore.Here(Least));
}
