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

    /// <summary>Reads what there is; the rest is what stands outside of the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowPieces Load<TUp>(ArrayView<Words4> input, int at, int step, PieceColumns columns, bool isRow, Words4 outside)
        where TUp : struct, IUpBand
    {
        var pieces = new RowPieces { P0 = outside, P1 = outside, P2 = outside };
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
    /// Lays the row down as two times eight channels a position: of every four channels the first two in the first half, so that in the end a lane
    /// has four neighbours.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Keep<TUp>(ArrayView<Words2> row)
        where TUp : struct, IUpBand
    {
        Keep<TUp>(row, 0, P0);
        Keep<TUp>(row, 32, P1);
        if (TUp.Items > 2)
            Keep<TUp>(row, 64, P2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TUp>(ArrayView<Words2> row, int at, Words4 piece)
        where TUp : struct, IUpBand
    {
        row[at] = new Words2 { X = piece.X, Y = piece.Z };
        row[at + (TUp.Items * 32)] = new Words2 { X = piece.Y, Y = piece.W };
    }
}

/// <summary>Which of a lane's columns lie in the image, and are needed.</summary>
internal struct PieceColumns
{
    public bool Has0;
    public bool Has1;
    public bool Has2;
}
