namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>TensorFilteredLeakyReluKernel</c> takes.</summary>
partial struct TensorFilteredLeakyReluArguments
{
    /// <summary>Maps [N, InputHeight, InputWidth, Pieces] in float16.</summary>
    public DeviceQuads Input;

    /// <summary>Maps [N, OutputHeight, OutputWidth, Pieces] in float16.</summary>
    public DeviceQuads Output;

    /// <summary>Added to the samples, but not to the padding [quads of channels].</summary>
    public DeviceQuads Bias;

    /// <summary>
    /// The taps as fragments of matrices, four words a lane: first those of the up-filter, then those of the down-filter;
    /// then the sums of taps that the lane's samples meet, of two raised rows and the same again.
    /// </summary>
    public DeviceQuads Taps;

    /// <summary>Rows of the input.</summary>
    public int InputHeight;

    /// <summary>Pixels of a row of the input.</summary>
    public int InputWidth;

    /// <summary>Rows of the output.</summary>
    public int OutputHeight;

    /// <summary>Pixels of a row of the output.</summary>
    public int OutputWidth;

    /// <summary>Eights of channels of a pixel: 16 bytes.</summary>
    public int Pieces;

    /// <summary>Groups along the channels.</summary>
    public int ChannelGroups;

    /// <summary>Output rows of a run, even.</summary>
    public int RunRows;

    /// <summary>The first input row that the first output meets; it may lie outside.</summary>
    public int FirstRow;

    /// <summary>The first input column that the first output meets; it may lie outside.</summary>
    public int FirstColumn;

    /// <summary>What a sample is multiplied by before its positive part is added: slope / (1 - slope). The gain * (1 - slope) is in the taps.</summary>
    public float Part;

    /// <summary>At most the largest number of float16.</summary>
    public float Limit;

    /// <summary>Of a separable down-filter the first six taps down the columns.</summary>
    public SixTaps Down0;

    /// <summary>The last six.</summary>
    public SixTaps Down1;

    /// <summary>Output columns of a strip.</summary>
    public const int StripColumns = 32;

    /// <summary>Pieces of a warp: 16 channels.</summary>
    public const int WarpPieces = 2;

    /// <summary>Warps of a group, neighbours along the channels.</summary>
    public const int Warps = 2;

    /// <summary>Rows of the input that a warp keeps: six under the filter and the next.</summary>
    public const int RingRows = 8;

    /// <summary>Output rows that a run begins above its first, of which nothing is stored.</summary>
    public const int RowsBefore = 6;

    private const int Lanes = 32;

    /// <summary>Two warps, which is what registers allow, for each of the four schedulers of a large GPU's multiprocessors.</summary>
    private const int WantedWarps = 2 * 4 * 132;

    /// <summary>Shorter runs do more that is thrown away than that is kept.</summary>
    private const int LeastRows = 8;

    /// <summary>Quads a lane of the up-filter's taps.</summary>
    public static int UpQuads(int up) => up == 2 ? 4 : 6;

    /// <summary>Positions of a row of the input that a warp keeps: all that 32 outputs meet, in whole loads of the warp.</summary>
    public static int RingPositions(int up) => up == 2 ? 48 : 32;

    /// <summary>Quads of a kept row, twice eight channels a position; odd, so that a position of eight rows lies in different banks.</summary>
    public static int RingRowQuads(int up) => (2 * RingPositions(up)) + 1;

    /// <summary>Quads a lane of the down-filter's taps: one for each of its rows, or for its only row.</summary>
    public static int DownQuads(bool isSeparable) => isSeparable ? 1 : 12;

    /// <summary>Quads of a warp for what the bias adds to the samples of a lane, and of the sums of taps that it is multiplied by.</summary>
    public static int BiasQuads(int up) => up / 2 * Lanes;

    /// <summary>Quads of all taps.</summary>
    public static int TapQuads(int up, bool isSeparable) => (UpQuads(up) + DownQuads(isSeparable)) * Lanes;

    /// <summary>
    /// Output rows of a run: even, and as many as let every scheduler end at about the same time. The batch has no say, so that batches of any
    /// size read alike.
    /// </summary>
    public static int RunRowsFor(int height, int width, int pieces)
    {
        var warps = Extent.Cover(width, StripColumns) * Extent.Cover(pieces, WarpPieces);
        var (best, least) = (0, long.MaxValue);
        for (var rows = height + (height & 1); rows >= Math.Min(LeastRows, height); rows -= 2)
        {
            var turns = (long)Extent.Cover(warps * Extent.Cover(height, rows), WantedWarps) * (rows + RowsBefore);
            if (turns < least)
                (best, least) = (rows, turns);
        }
        return best;
    }

    /// <summary>Neighbouring groups along x are neighbouring channels, so that whole pixels are read at about the same time; runs of rows along y.</summary>
    public static KernelLaunch Launch(int up, bool isSeparable, int height, int width, int pieces, int batch) => new(
        $"tensor_filtered_leaky_relu_up{up}{(isSeparable ? "" : "_plane")}_f16",
        new Extent(
            Extent.Cover(pieces, Warps * WarpPieces) * Extent.Cover(width, StripColumns),
            Extent.Cover(height, RunRowsFor(height, width, pieces)),
            batch),
        new Extent(Warps * Lanes),
        (TapQuads(up, isSeparable) + (Warps * ((RingRows * RingRowQuads(up)) + WarpPieces + BiasQuads(up)))) * 16);
}
