using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels.Filters;

/// <summary>
/// A lane's share of an input row of 16 channels on its way from global to shared memory: piece l % 2 of positions l / 2, 16 + l / 2...
/// </summary>
internal struct RowPieces
{
    public Words4 P0;
    public Words4 P1;
    public Words4 P2;

    /// <summary>Reads what there is; the rest is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowPieces Load<TUp>(ArrayView<Words4> input, int at, int step, PieceColumns columns, bool isRow)
        where TUp : struct, IUpBand
    {
        RowPieces pieces = default;
        if (isRow & columns.Has0)
            pieces.P0 = input[at];
        if (isRow & columns.Has1)
            pieces.P1 = input[at + step];
        if (TUp.Items > 2)
        {
            if (isRow & columns.Has2)
                pieces.P2 = input[at + (2 * step)];
        }
        return pieces;
    }

    /// <summary>
    /// Adds the bias to what there is, in float32 so that a sum is rounded once, and lays the row down as two times eight channels a position: of
    /// every four channels the first two in the first half, so that in the end a lane has four neighbours.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Keep<TUp>(ArrayView<Words2> row, PieceColumns columns, bool isRow, ArrayView<Float4> bias)
        where TUp : struct, IUpBand
    {
        var b0 = bias[0];
        var b1 = bias[1];
        Keep<TUp>(row, 0, P0, isRow & columns.Has0, b0, b1);
        Keep<TUp>(row, 32, P1, isRow & columns.Has1, b0, b1);
        if (TUp.Items > 2)
            Keep<TUp>(row, 64, P2, isRow & columns.Has2, b0, b1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TUp>(ArrayView<Words2> row, int at, Words4 piece, bool exists, Float4 b0, Float4 b1)
        where TUp : struct, IUpBand
    {
        var even = new Words2 { X = Sum(piece.X, b0.X, b0.Y), Y = Sum(piece.Z, b1.X, b1.Y) };
        var odd = new Words2 { X = Sum(piece.Y, b0.Z, b0.W), Y = Sum(piece.W, b1.Z, b1.W) };
        row[at] = exists ? even : default;
        row[at + (TUp.Items * 32)] = exists ? odd : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Sum(uint pair, float lower, float upper) => TensorCore.PackHalf2(HalfStorage.Low(pair) + lower, HalfStorage.High(pair) + upper);
}

/// <summary>Which of a lane's columns lie in the image, and are needed.</summary>
internal struct PieceColumns
{
    public bool Has0;
    public bool Has1;
    public bool Has2;
}
