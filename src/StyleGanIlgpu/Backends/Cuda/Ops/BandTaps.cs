using StyleGanIlgpu.Backends.Cpu.Filters;
using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// The taps of a filtered leaky ReLU as fragments of the matrices that <c>TensorFilteredLeakyReluKernel</c> multiplies with, in float16, four words
/// a lane: of a matrix of 16 x 8, lane l holds column l / 4 of rows 2 * (l % 4) and the next, in a second word of those eight further.
/// </summary>
internal static class BandTaps
{
    private const int PhaseTaps = 6;
    private const int DownTaps = 12;
    private const int Lanes = 32;
    private const int QuadWords = 4;

    /// <summary>[quad, lane, word]: those of the up-filter, those of a ninth input as [lane], then a quad for each row of the down-filter, or for its only one; then sums of the up-filter's taps in float32.</summary>
    /// <param name="up">Separable, six taps a phase.</param>
    /// <param name="factor">Up-sampling factor: 2 or 4.</param>
    /// <param name="gain">What samples are multiplied by before a part of them is added to their positive part.</param>
    /// <param name="down">12 x 12.</param>
    public static uint[] Of(FilterTaps up, int factor, double gain, FilterTaps down)
    {
        var tapWords = TensorFilteredLeakyReluArguments.TapQuads(factor, down.IsSeparable) * QuadWords;
        var words = new uint[tapWords + (TensorFilteredLeakyReluArguments.BiasQuads(factor) * QuadWords)];
        var upWords = TensorFilteredLeakyReluArguments.UpQuads(factor) * Lanes * QuadWords;
        FillUp(words.AsSpan(0, upWords), up, factor, gain);
        FillDown(words.AsSpan(upWords), down);
        FillSums(words.AsSpan(tapWords), up, factor, gain);
        return words;
    }

    /// <summary>Of a separable down-filter the taps down the columns, by six, with what makes up for the scale of those along the rows.</summary>
    public static (SixTaps First, SixTaps Last) Column(FilterTaps down)
    {
        if (!down.IsSeparable)
            return default;
        var factor = HalfTaps.Scaled(down.Row).Factor;
        float[] column = [.. down.Column.Select(tap => (float)(tap * factor))];
        return (Six(column), Six(column.AsSpan(PhaseTaps)));
    }

    /// <summary>
    /// Of each pair of raised rows the bands for the first four of eight positions and for the last four: three pairs of input rows each, a row of
    /// eight inputs after the other. Columns are positions, of the upper and the lower raised row in turn. By 2, the last four meet a ninth input.
    /// </summary>
    private static void FillUp(Span<uint> words, FilterTaps up, int factor, double gain)
    {
        var phases = Phases(up, factor, gain);
        var shift = Shift(factor);
        double Tap(int raisedRow, int position, int inputRow, int input)
        {
            var across = (position + shift) % factor;
            input -= (position + shift) / factor;
            return input is >= 0 and < PhaseTaps && inputRow < PhaseTaps ? phases[raisedRow, across][(inputRow * PhaseTaps) + input] : 0;
        }

        var pairWords = words.Length / (factor / 2);
        for (var pair = 0; pair < factor / 2; pair++)
        {
            var own = words.Slice(pair * pairWords, pairWords);
            for (var lane = 0; lane < Lanes; lane++)
            {
                var (column, k) = (lane / 4, lane % 4 * 2);
                var raised = (2 * pair) + (column % 2);
                for (var half = 0; half < 2; half++)
                {
                    var position = (4 * half) + (column / 2);
                    for (var row = 0; row < PhaseTaps; row++)
                        Put(own, (half * PhaseTaps) + row, lane, Tap(raised, position, row, k), Tap(raised, position, row, k + 1));
                }
                if (factor == 2)
                    own[(2 * PhaseTaps * Lanes) + lane] = Pair(Tap(raised, 4 + (column / 2), k, 8), Tap(raised, 4 + (column / 2), k + 1, 8));
            }
        }
    }

    /// <summary>
    /// The band of each row of taps, of a separable filter of the only one: eight outputs of 32 raised positions, as two matrices. A fragment's rows are positions in the order that
    /// products of the up-filter leave them in: row 2 i + j + 8 h is position i + 4 j + 8 h.
    /// </summary>
    private static void FillDown(Span<uint> words, FilterTaps down)
    {
        var taps = down.IsSeparable ? HalfTaps.Scaled(down.Row).Taps : HalfTaps.Of(down.Plane);
        for (var row = 0; row < taps.Length / DownTaps; row++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                for (var eight = 0; eight < QuadWords; eight++)
                {
                    var tap = (8 * eight) + (lane % 4) - (2 * (lane / 4));
                    Put(words.Slice(row * Lanes * QuadWords, Lanes * QuadWords), eight, lane, Tap(row, tap), Tap(row, tap + 4));
                }
            }
        }

        double Tap(int row, int tap) => tap is >= 0 and < DownTaps ? taps[(row * DownTaps) + tap] : 0;
    }

    private static SixTaps Six(ReadOnlySpan<float> taps) => new()
    {
        T0 = taps[0],
        T1 = taps[1],
        T2 = taps[2],
        T3 = taps[3],
        T4 = taps[4],
        T5 = taps[5],
    };

    /// <summary>What a lane's samples of an image of ones would be, in both raised rows of each pair, twice.</summary>
    private static void FillSums(Span<uint> words, FilterTaps up, int factor, double gain)
    {
        var axis = new PolyphaseAxis(PhaseTaps * factor, factor, 1, factor - 1);
        double Sum(double[] taps, int phase) => Enumerable.Range(0, PhaseTaps).Sum(i => taps[axis.Tap(phase, i)]);
        for (var i = 0; i < words.Length; i++)
        {
            var (pair, lane, row) = (i / (Lanes * QuadWords), i / QuadWords % Lanes, i % 2);
            var across = ((lane % 4) + Shift(factor)) % factor;
            words[i] = BitConverter.SingleToUInt32Bits((float)(Sum(up.Column!, (2 * pair) + row) * Sum(up.Row!, across) * gain));
        }
    }

    /// <summary>The phase along the rows of the first position.</summary>
    private static int Shift(int factor) => factor == 2 ? 0 : 1;

    /// <summary>The taps [6, 6] of each phase down the columns and along the rows, rounded.</summary>
    private static double[,][] Phases(FilterTaps up, int factor, double gain)
    {
        var axis = new PolyphaseAxis(PhaseTaps * factor, factor, 1, factor - 1);
        var phases = new double[factor, factor][];
        for (var along = 0; along < factor; along++)
        {
            for (var across = 0; across < factor; across++)
            {
                var plane = new double[PhaseTaps * PhaseTaps];
                for (var i = 0; i < plane.Length; i++)
                    plane[i] = up.Column![axis.Tap(along, i / PhaseTaps)] * up.Row![axis.Tap(across, i % PhaseTaps)] * gain;
                phases[along, across] = HalfTaps.Of(plane);
            }
        }
        return phases;
    }

    private static void Put(Span<uint> words, int word, int lane, double lower, double upper) =>
        words[(((word / QuadWords * Lanes) + lane) * QuadWords) + (word % QuadWords)] = Pair(lower, upper);

    private static uint Pair(double lower, double upper) =>
        BitConverter.HalfToUInt16Bits((Half)lower) | ((uint)BitConverter.HalfToUInt16Bits((Half)upper) << 16);
}
