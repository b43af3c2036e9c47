namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>FilteredLeakyReluKernel</c> takes. Taps as arguments are constants to the device: they take no registers and no loads.</summary>
partial struct FilteredLeakyReluArguments
{
    /// <summary>Maps [N, InputHeight, InputWidth, InputChannels].</summary>
    public DeviceQuads Input;

    /// <summary>Maps [N, OutputHeight, OutputWidth, OutputChannels].</summary>
    public DeviceQuads Output;

    /// <summary>Added to the samples, but not to the padding [OutputChannels].</summary>
    public DeviceFloats Bias;

    /// <summary>Rows of the input.</summary>
    public int InputHeight;

    /// <summary>Pixels of a row of the input.</summary>
    public int InputWidth;

    /// <summary>Rows of the output.</summary>
    public int OutputHeight;

    /// <summary>Pixels of a row of the output.</summary>
    public int OutputWidth;

    /// <summary>Channels of a pixel of the input, in whole quads.</summary>
    public int InputChannels;

    /// <summary>Channels of a pixel of the output, in whole quads.</summary>
    public int OutputChannels;

    /// <summary>1 where the output is in float16.</summary>
    public int IsHalf;

    /// <summary>Groups of <see cref="GroupChannels"/> channels.</summary>
    public int ChannelGroups;

    /// <summary>Output rows of a run, even.</summary>
    public int RunRows;

    /// <summary>The first input row, and column, that the first output meets; it may lie outside.</summary>
    public int FirstRow;

    /// <summary>The column of the input that the first column of the output meets; it may lie outside.</summary>
    public int FirstColumn;

    /// <summary>Below zero, at most 1. The gain is in the taps.</summary>
    public float Slope;

    /// <summary>Infinity for none.</summary>
    public float Limit;

    /// <summary>The up-filter along a row, phase by phase.</summary>
    public SixTaps AcrossPhase0;

    /// <summary>The taps across of phase 1.</summary>
    public SixTaps AcrossPhase1;

    /// <summary>The taps across of phase 2.</summary>
    public SixTaps AcrossPhase2;

    /// <summary>The taps across of phase 3.</summary>
    public SixTaps AcrossPhase3;

    /// <summary>The up-filter along a column, phase by phase.</summary>
    public SixTaps AlongPhase0;

    /// <summary>The taps down the columns of phase 1.</summary>
    public SixTaps AlongPhase1;

    /// <summary>The taps down the columns of phase 2.</summary>
    public SixTaps AlongPhase2;

    /// <summary>The taps down the columns of phase 3.</summary>
    public SixTaps AlongPhase3;

    /// <summary>
    /// The down-filter: of a separable one the row in Down0 and Down1 and the column in Down2 and Down3; of one that is mirrored both ways the
    /// first six taps of its first six rows.
    /// </summary>
    public SixTaps Down0;

    /// <summary>The next six taps of the down-filter: of a mirrored one, row 1.</summary>
    public SixTaps Down1;

    /// <summary>The next six taps of the down-filter: of a mirrored one, row 2.</summary>
    public SixTaps Down2;

    /// <summary>The next six taps of the down-filter: of a mirrored one, row 3.</summary>
    public SixTaps Down3;

    /// <summary>The next six taps of the down-filter: of a mirrored one, row 4.</summary>
    public SixTaps Down4;

    /// <summary>The next six taps of the down-filter: of a mirrored one, row 5.</summary>
    public SixTaps Down5;

    /// <summary>Output columns of a strip: four runs of lanes, each of 8 columns.</summary>
    public const int StripColumns = 32;

    /// <summary>Channels of a group: four warps, each of 8.</summary>
    public const int GroupChannels = 32;

    private const int Threads = 128;

    /// <summary>Two groups for each multiprocessor of a large GPU.</summary>
    private const int WantedGroups = 256;

    /// <summary>From this height on a map is bound by memory as much as by arithmetic.</summary>
    private const int LargeHeight = 128;

    /// <summary>Runs of large maps, long enough for what they read twice, ten rows each, to cost little.</summary>
    private const int LongRows = 48;

    /// <summary>Runs of small maps, on which a GPU has groups to spare.</summary>
    private const int ShortRows = 8;

    /// <summary>Longer runs gain little.</summary>
    private const int MostRows = 128;

    /// <summary>
    /// Output rows of a run: even, and all runs of a map about as long. The batch has no say, so that batches of any size read alike.
    /// </summary>
    public static int RunRowsFor(int height, int width, int channels)
    {
        var columns = Extent.Cover(width, StripColumns) * Extent.Cover(channels, GroupChannels);
        var most = Math.Max(1, height / (height >= LargeHeight ? LongRows : ShortRows));
        var runs = Math.Max(Math.Min(Extent.Cover(WantedGroups, columns), most), Extent.Cover(height, MostRows));
        var rows = Extent.Cover(height, runs);
        return rows + (rows & 1);
    }

    /// <summary>Neighbouring groups along x are neighbouring channels, so that whole pixels are read at about the same time; runs of samples along y.</summary>
    public static KernelLaunch Launch(string kernel, int height, int width, int channels, int batch) => new(
        kernel,
        new Extent(
            Extent.Cover(channels, GroupChannels) * Extent.Cover(width, StripColumns),
            Extent.Cover(height, RunRowsFor(height, width, channels)),
            batch),
        new Extent(Threads));
}
