using System.Runtime.CompilerServices;
using ILGPU;
using StyleGanIlgpu.Kernels.Filters;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// StyleGAN3's non-linearity in one pass, for maps in float16 on tensor cores (sm_80 on): + bias, up-filter, leaky ReLU, clamp, any down-filter of
/// 12 x 12 taps by 2. The filters are products with bands of taps, channels x positions; sums are float32, taps and bent samples float16, the taps
/// down the columns of a separable down-filter float32. It is shown right by the emulator alone: ILGPU's CPU accelerator lacks the instructions.
/// </summary>
/// <remarks>
/// Tile: a warp takes 16 channels, a strip of 32 output columns and a run of output rows, down which it streams, one output row a step; no two warps
/// share anything but the taps. It keeps eight rows of the input in shared memory, [8 channels][position][8 channels], so that a
/// transposed load of a matrix takes any eight positions of them without a bank conflict. A step: of the six rows under the filter, products make
/// two raised rows at once, four positions of both from eight inputs of every row (where they meet a ninth, one half product more); these are bent
/// as they stand in registers, which is how the next products want them; those are added into the six output rows under way, 96 sums a lane,
/// which move on by being written elsewhere than they are read; the row that is complete is turned by a product with the unit matrix and
/// stored as whole sectors. The next input row is on its way meanwhile.
/// <para>
/// Ladder, by machine instructions (ptxas, sm_90) and products of a step, which is 512 outputs:
/// <list type="number">
/// <item>on the float32 units (<see cref="FilteredLeakyReluKernel{TUp, TDown, TInput, TElement}"/>): 2160 instructions separable, 4130 mirrored;</item>
/// <item>any down-filter as a plane: 600 and 166 products (up by 4: 157), in chains of three or four that wait for one another;</item>
/// <item>four chains at a time, the bias in float32: 660; no bank conflict, whole sectors, 245 registers (up by 4: 255), no spill;</item>
/// <item>a separable down-filter along the rows alone, down the columns by 192 multiply-adds: 780 and 86 products (77);</item>
/// <item>the bias as what sums begin with, and padding as its negative, so that no sample is rounded twice: 610, separable 720.</item>
/// </list>
/// A product takes 1.6 clocks of an H100's multiprocessor and 2 of an A100's; four instructions are issued a clock.
/// </para>
/// </remarks>
internal static class TensorFilteredLeakyReluKernel<TUp, TDown>
    where TUp : struct, IUpBand
    where TDown : struct, IDownBand
{
    private const int Warps = TensorFilteredLeakyReluArguments.Warps;
    private const int RingRows = TensorFilteredLeakyReluArguments.RingRows;

    private static int RowQuads => TensorFilteredLeakyReluArguments.RingRowQuads(TUp.Up);

    private static int RowBytes => RowQuads * 16;

    public static void Run(TensorFilteredLeakyReluArguments a)
    {
        var shared = SharedMemory.GetDynamic<Float4>();
        var tapQuads = TensorFilteredLeakyReluArguments.TapQuads(TUp.Up, TDown.IsSeparable);
        for (var i = Group.IdxX; i < tapQuads; i += Warps * WarpSums.Lanes)
            shared[i] = a.Taps[i];

        var lane = Group.IdxX & (WarpSums.Lanes - 1);
        var warp = Group.IdxX / WarpSums.Lanes;
        var strip = Grid.IdxX / a.ChannelGroups;
        var firstPiece = (((Grid.IdxX - (strip * a.ChannelGroups)) * Warps) + warp) * TensorFilteredLeakyReluArguments.WarpPieces;
        var outside = tapQuads + (Warps * RingRows * RowQuads) + (warp * TensorFilteredLeakyReluArguments.WarpPieces) + (lane & 1);
        var biases = tapQuads + (Warps * (RingRows * RowQuads + TensorFilteredLeakyReluArguments.WarpPieces)) + (warp * TUp.Pairs * WarpSums.Lanes) + lane;
        PrepareBias(a, shared, firstPiece, lane, outside, biases);
        Group.Barrier();

        var firstX = strip * TensorFilteredLeakyReluArguments.StripColumns;
        var firstY = Grid.IdxY * a.RunRows;

        // What the lane loads of a row.
        var piece = firstPiece + (lane & 1);
        var isPiece = piece < a.Pieces;
        var column = (firstX * 2 / TUp.Up) + a.FirstColumn;
        var end = Math.Min(column + TUp.Columns, a.InputWidth);
        column += lane / 2;
        var columns = new PieceColumns
        {
            Has0 = isPiece & column >= 0 & column < end,
            Has1 = isPiece & column + 16 >= 0 & column + 16 < end,
            Has2 = isPiece & column + 32 >= 0 & column + 32 < end,
        };
        var input = a.Input.Cast<Words4>();
        var step = 16 * a.Pieces;
        var rowStep = a.InputWidth * a.Pieces;
        var row = (firstY * 2 / TUp.Up) + a.FirstRow;
        var at = (((((Grid.IdxZ * a.InputHeight) + row) * a.InputWidth) + column) * a.Pieces) + piece;

        // Where it lays that down, and which rows of matrices it names there.
        var ring = shared.SubView(tapQuads + (warp * RingRows * RowQuads), RingRows * RowQuads);
        var kept = ring.Cast<Words2>().SubView(lane);
        var half = (uint)(((lane >> 3) & 1) * TUp.Items * 256);
        var ringStart = TensorCore.SharedAddress(ref ring[0]) + half;
        var matrixRow = (uint)((lane & 7) * 16);
        var ninth = lane & 7;
        ninth = ninth < 6 ? ninth : ninth - 6;

        var words = shared.Cast<Words4>();
        var r0 = Load(a, words, outside, input, at, step, columns, row);
        var r1 = Load(a, words, outside, input, at + rowStep, step, columns, row + 1);
        var r2 = Load(a, words, outside, input, at + (2 * rowStep), step, columns, row + 2);
        var r3 = Load(a, words, outside, input, at + (3 * rowStep), step, columns, row + 3);
        var r4 = Load(a, words, outside, input, at + (4 * rowStep), step, columns, row + 4);
        var r5 = Load(a, words, outside, input, at + (5 * rowStep), step, columns, row + 5);
        r0.Keep<TUp>(Row(kept, 0));
        r1.Keep<TUp>(Row(kept, 1));
        r2.Keep<TUp>(Row(kept, 2));
        r3.Keep<TUp>(Row(kept, 3));
        r4.Keep<TUp>(Row(kept, 4));
        r5.Keep<TUp>(Row(kept, 5));
        Warp.Barrier();
        row += 6;
        at += 6 * rowStep;
        var slot = 0;

        var taps = words.SubView(lane);
        var downTaps = taps.SubView(TensorFilteredLeakyReluArguments.UpQuads(TUp.Up) * WarpSums.Lanes);
        var bend = HalfBend.Of(a.Part, a.Limit);
        var quad = (2 * firstPiece) + (lane & 3);
        var x = firstX + (lane >> 2);
        var output = a.Output.Cast<Words2>();
        var target = new BandOutput
        {
            Step = 2 * a.Pieces,
            Columns = quad < 2 * a.Pieces ? a.OutputWidth - x : 0,
            Unit = (lane >> 2) / 2 == (lane & 3) ? 0x3C00u << ((lane >> 2 & 1) * 16) : 0u,
            Zero = (uint)TensorCore.Here(0),
        };

        // An output is complete 11 raised rows after it was opened.
        var y = firstY - TUp.RowsBefore;
        var lastY = firstPiece < a.Pieces ? Math.Min(firstY + a.RunRows, a.OutputHeight) : y;
        var place = (((((Grid.IdxZ * a.OutputHeight) + y) * a.OutputWidth) + x) * 2 * a.Pieces) + quad;
        var sums = default(BandSums);
        while (y < lastY)
        {
            // The second of the pairs that six rows make: after it they move on.
            var pair = y & (TUp.Pairs - 1);
            var isNext = pair == TUp.Pairs - 1 & y + 1 < lastY;

            // Early, or where the products of the raised rows leave no register for it behind them: on an H100 3 % faster of planes, 10 % slower of the others.
            var next = default(RowPieces);
            if (TDown.IsSeparable & isNext)
                next = Load(a, words, outside, input, at, step, columns, row);
            var addresses = new RingAddresses
            {
                Rows01 = ringStart + (uint)(((slot + (lane >> 4)) & (RingRows - 1)) * RowBytes) + matrixRow,
                Rows23 = ringStart + (uint)(((slot + 2 + (lane >> 4)) & (RingRows - 1)) * RowBytes) + matrixRow,
                Rows45 = ringStart + (uint)(((slot + 4 + (lane >> 4)) & (RingRows - 1)) * RowBytes) + matrixRow,
                Ninth = ringStart + (uint)(((slot + ninth) & (RingRows - 1)) * RowBytes) + 128,
            };
            var ninthTaps = 0u;
            if (TUp.HasNinth)
                ninthTaps = shared.Cast<uint>()[(TUp.Quads * WarpSums.Lanes * Float4.Length) + lane];
            var raised = RaisedPair.Of<TUp>(taps.SubView(pair * TUp.Quads * WarpSums.Lanes), ninthTaps, shared[biases + (pair * WarpSums.Lanes)], addresses, bend);
            if (!TDown.IsSeparable & isNext)
                next = Load(a, words, outside, input, at, step, columns, row);
            if (TUp.OpensFirst)
            {
                sums.First<TDown>(a, raised.Row0, downTaps);
                sums.Second<TDown>(a, raised.Row1, downTaps);
                if (y >= firstY)
                    target.Store(output.SubView(place), sums.Oldest);
            }
            else
            {
                sums.Second<TDown>(a, raised.Row0, downTaps);
                if (y >= firstY)
                    target.Store(output.SubView(place), sums.Oldest);
                sums.First<TDown>(a, raised.Row1, downTaps);
            }

            if (isNext)
            {
                next.Keep<TUp>(Row(kept, (slot + 6) & (RingRows - 1)));
                Warp.Barrier();
                slot = (slot + 1) & (RingRows - 1);
                row++;
                at += rowStep;
            }
            place += a.OutputWidth * 2 * a.Pieces;
            y++;
        }
    }

    /// <summary>
    /// The bias is added to the sums, in float32: times the sum of the taps that a sample meets. Padding, which has none, is what makes up for it:
    /// its negative.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrepareBias(TensorFilteredLeakyReluArguments a, ArrayView<Float4> shared, int firstPiece, int lane, int outside, int biases)
    {
        if (lane < TensorFilteredLeakyReluArguments.WarpPieces)
        {
            var piece = Math.Min(firstPiece + lane, a.Pieces - 1);
            var b0 = a.Bias[2 * piece];
            var b1 = a.Bias[(2 * piece) + 1];
            shared.Cast<Words4>()[outside] = new Words4
            {
                X = TensorCore.PackHalf2(-b0.X, -b0.Y),
                Y = TensorCore.PackHalf2(-b0.Z, -b0.W),
                Z = TensorCore.PackHalf2(-b1.X, -b1.Y),
                W = TensorCore.PackHalf2(-b1.Z, -b1.W),
            };
        }

        // Row l / 4 of the first half of the channels, and of the second.
        var channel = Math.Min((8 * firstPiece) + (lane >> 3 << 2), 8 * a.Pieces - 4) + (lane >> 2 & 1);
        var bias = a.Bias.Cast<float>();
        var first = bias[channel];
        var second = bias[channel + 2];
        var both = new Float4 { X = first, Y = first, Z = second, W = second };
        for (var pair = 0; pair < TUp.Pairs; pair++)
        {
            var sums = a.Taps[TensorFilteredLeakyReluArguments.TapQuads(TUp.Up, TDown.IsSeparable) + (pair * WarpSums.Lanes) + lane];
            shared[biases + (pair * WarpSums.Lanes)] = QuadMath.Multiply(sums, both);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowPieces Load(
        TensorFilteredLeakyReluArguments a, ArrayView<Words4> words, int outside, ArrayView<Words4> input, int at, int step, PieceColumns columns, int row) =>
        RowPieces.Load<TUp>(input, at, step, columns, row >= 0 & row < a.InputHeight, words[outside]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ArrayView<Words2> Row(ArrayView<Words2> kept, int slot) => kept.SubView(slot * RowBytes / 8);
}
