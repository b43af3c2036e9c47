using System.Runtime.CompilerServices;
using ILGPU;
using StyleGanIlgpu.Kernels.Filters;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// StyleGAN3's non-linearity in one pass: + bias, up-filter, leaky ReLU, clamp, down-filter by 2, the raised map never in memory.
/// </summary>
/// <remarks>
/// Tile: a group takes 32 channels (a sector of a pixel a warp, or of float16 two warps), a strip of 32 output columns and a run of output rows, down which it streams,
/// one input row a step. A step: the input row joins the last five, which every lane keeps of its own columns in shared memory; filtered along
/// the columns they give Up lines, which the warp shares; from a line each lane makes the 26 raised samples that its 8 outputs meet, bends them,
/// and adds them into the six output rows that are under way, 48 sums in registers. Samples under the outputs of two lanes are made by both
/// (26 for 16): that costs 1.6 times the filter along the row, and saves a pass through shared memory and a barrier. The next input row is on
/// its way while the step computes.
/// <para>
/// Ladder, of 32 channels at 148 x 148, up by 2 with 12 taps, by the emulator's counters for each number that comes out (8 bytes are the least):
/// <list type="number">
/// <item>two resamplings, the raised map in memory between them, which other shapes still take: 320 multiply-adds, 73 bytes;</item>
/// <item>fused, in runs of 8 rows: 141 multiply-adds, 16.9 bytes;</item>
/// <item>runs of 48 rows and more on large maps, no column or row read beyond what is needed: 94 multiply-adds, 10.1 bytes (1.24 times the least;
/// 1.16 up by 4), 5.1 multiply-adds for each word of shared memory (10.7 up by 4), no bank conflict.</item>
/// </list>
/// In float16 a warp takes 16 channels of half a strip, so that sectors stay whole: 5.1 bytes (1.28 times the least; 1.16 up by 4), all else equal.
/// What limits it is arithmetic: about 135 instructions an output, of which 26 are the bend's, against 5 to 10 bytes.
/// With a mirrored 12 x 12 down-filter it is 140 multiply-adds, which would be about 210 with the filter as written.
/// </para>
/// </remarks>
internal static class FilteredLeakyReluKernel<TUp, TDown, TInput, TElement>
    where TUp : struct, IUpFilter
    where TDown : struct, IDownFilter
    where TInput : struct, IMapElement<TElement>
    where TElement : unmanaged
{
    private const int Warps = 4;
    private const int RunColumns = 8;
    private const int Taps = 6;

    /// <summary>Lanes that share the lines of a sector's channels: four runs of outputs.</summary>
    private static int TeamLanes => 4 * TInput.SectorChannels;

    private static int Teams => Warps * WarpSums.Lanes / TeamLanes;

    public static void Run(FilteredLeakyReluArguments a)
    {
        var kept = SharedMemory.Allocate<float>(Warps * Taps * TUp.Items * WarpSums.Lanes);
        var shared = SharedMemory.Allocate<float>(Teams * TUp.Up * TUp.LineWords);

        var lane = Group.IdxX & (WarpSums.Lanes - 1);
        var warp = Group.IdxX / WarpSums.Lanes;
        var team = Group.IdxX / TeamLanes;
        var teamLane = Group.IdxX & (TeamLanes - 1);
        var run = teamLane / TInput.SectorChannels;
        var sectorChannel = teamLane % TInput.SectorChannels;
        var channel = (Grid.IdxX % a.ChannelGroups * FilteredLeakyReluArguments.GroupChannels) + (team * TInput.SectorChannels) + sectorChannel;
        var isChannel = channel < a.OutputChannels;
        channel = Math.Min(channel, a.OutputChannels - 1);
        var firstX = Grid.IdxX / a.ChannelGroups * FilteredLeakyReluArguments.StripColumns;
        var firstY = Grid.IdxY * a.RunRows;

        var input = a.Input.Cast<TElement>().SubView(((long)Grid.IdxZ * a.InputHeight * a.InputWidth * a.InputChannels) + Math.Min(channel, a.InputChannels - 1));
        var output = ((long)Grid.IdxZ * a.OutputHeight * a.OutputWidth * a.OutputChannels) + channel;
        var bias = a.Bias[channel];
        var column = (firstX * 2 / TUp.Up) + a.FirstColumn;
        var last = Math.Max(Math.Min(column + TUp.Columns, a.InputWidth) - 1, 0);
        column += run;
        var row = (firstY * 2 / TUp.Up) + a.FirstRow;
        firstX += run * RunColumns;
        var columns = isChannel ? a.OutputWidth - firstX : 0;

        var slots = kept.SubView((warp * Taps * TUp.Items * WarpSums.Lanes) + lane);
        var lines = shared.SubView((team * TUp.Up * TUp.LineWords) + teamLane);
        var line = shared.SubView((team * TUp.Up * TUp.LineWords) + TUp.RunPlace(run) + sectorChannel);
        var slot = TUp.Items * WarpSums.Lanes;
        var k0 = 0;
        var k1 = slot;
        var k2 = 2 * slot;
        var k3 = 3 * slot;
        var k4 = 4 * slot;
        var k5 = 5 * slot;
        Load(a, input, row, column, last, bias).Keep<TUp>(slots.SubView(k0));
        Load(a, input, row + 1, column, last, bias).Keep<TUp>(slots.SubView(k1));
        Load(a, input, row + 2, column, last, bias).Keep<TUp>(slots.SubView(k2));
        Load(a, input, row + 3, column, last, bias).Keep<TUp>(slots.SubView(k3));
        Load(a, input, row + 4, column, last, bias).Keep<TUp>(slots.SubView(k4));
        row += 5;
        var next = Load(a, input, row, column, last, bias);

        // An output is complete 11 raised rows after it was opened.
        var lastY = Math.Min(firstY + a.RunRows, a.OutputHeight);
        var y = firstY - (TUp.Up == 2 ? 5 : 6);
        var partial = default(PartialRun);
        while (y < lastY)
        {
            var r0 = slots.SubView(k0);
            var r1 = slots.SubView(k1);
            var r2 = slots.SubView(k2);
            var r3 = slots.SubView(k3);
            var r4 = slots.SubView(k4);
            TUp.Along(a, lines, 0, r0[0], r1[0], r2[0], r3[0], r4[0], next.X0);
            TUp.Along(a, lines, 1, r0[32], r1[32], r2[32], r3[32], r4[32], next.X1);
            TUp.Along(a, lines, 2, r0[64], r1[64], r2[64], r3[64], r4[64], next.X2);
            TUp.Along(a, lines, 3, r0[96], r1[96], r2[96], r3[96], r4[96], next.X3);
            TUp.Along(a, lines, 4, r0[128], r1[128], r2[128], r3[128], r4[128], next.X4);
            TUp.Along(a, lines, 5, r0[160], r1[160], r2[160], r3[160], r4[160], next.X5);
            if (TUp.Items > 6)
            {
                TUp.Along(a, lines, 6, r0[192], r1[192], r2[192], r3[192], r4[192], next.X6);
                TUp.Along(a, lines, 7, r0[224], r1[224], r2[224], r3[224], r4[224], next.X7);
                TUp.Along(a, lines, 8, r0[256], r1[256], r2[256], r3[256], r4[256], next.X8);
                TUp.Along(a, lines, 9, r0[288], r1[288], r2[288], r3[288], r4[288], next.X9);
                TUp.Along(a, lines, 10, r0[320], r1[320], r2[320], r3[320], r4[320], next.X10);
            }
            next.Keep<TUp>(slots.SubView(k5));
            Group.Barrier();

            row++;
            if (y + 2 < lastY || (TUp.Up == 2 && y + 1 < lastY))
                next = Load(a, input, row, column, last, bias);
            if (TUp.Up == 2)
            {
                partial.First<TDown>(a, TUp.Across(a, line));
                partial.Second<TDown>(a, TUp.Across(a, line.SubView(TUp.LineWords)));
                Store(a, partial, output, y, firstX, y >= firstY ? columns : 0);
                y++;
            }
            else
            {
                partial.Second<TDown>(a, TUp.Across(a, line));
                Store(a, partial, output, y, firstX, y >= firstY ? columns : 0);
                partial.First<TDown>(a, TUp.Across(a, line.SubView(TUp.LineWords)));
                partial.Second<TDown>(a, TUp.Across(a, line.SubView(2 * TUp.LineWords)));
                Store(a, partial, output, y + 1, firstX, y >= firstY && y + 1 < lastY ? columns : 0);
                partial.First<TDown>(a, TUp.Across(a, line.SubView(3 * TUp.LineWords)));
                y += 2;
            }
            Group.Barrier();

            var oldest = k0;
            k0 = k1;
            k1 = k2;
            k2 = k3;
            k3 = k4;
            k4 = k5;
            k5 = oldest;
        }
    }

    /// <summary>A row of the input, or zeros where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowItems Load(FilteredLeakyReluArguments a, ArrayView<TElement> input, int row, int column, int last, float bias)
    {
        RowItems items = default;
        if (row >= 0 && row < a.InputHeight)
            items = RowItems.Load<TUp, TInput, TElement>(input.SubView((long)row * a.InputWidth * a.InputChannels), column, a.InputWidth, last, a.InputChannels, bias);
        return items;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(FilteredLeakyReluArguments a, PartialRun partial, long output, int y, int x, int columns)
    {
        if (columns > 0)
        {
            var place = output + (((long)y * a.OutputWidth + x) * a.OutputChannels);
            if (a.IsHalf != 0)
                partial.Store<HalfStorage, ILGPU.Half>(a.Output.Cast<ILGPU.Half>().SubView(place), a.OutputChannels, columns);
            else
                partial.Store<FloatStorage, float>(a.Output.Cast<float>().SubView(place), a.OutputChannels, columns);
        }
    }
}
