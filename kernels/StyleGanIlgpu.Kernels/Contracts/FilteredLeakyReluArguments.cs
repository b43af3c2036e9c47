namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>FilteredLeakyReluKernel</c> takes. Taps as arguments are constants to the device: they take no registers and no loads.</summary>
partial struct FilteredLeakyReluArguments
{
    /// <summary>Maps [N, InputHeight, InputWidth, Channels].</summary>
    public DeviceFloats Input;

    /// <summary>Maps [N, OutputHeight, OutputWidth, Channels].</summary>
    public DeviceFloats Output;

    /// <summary>Added to the samples, but not to the padding [Channels].</summary>
    public DeviceFloats Bias;

    public int InputHeight;

    public int InputWidth;

    public int OutputHeight;

    public int OutputWidth;

    /// <summary>Channels in whole quads.</summary>
    public int Channels;

    /// <summary>Groups of <see cref="GroupChannels"/> channels.</summary>
    public int ChannelGroups;

    /// <summary>Output rows of a run, even.</summary>
    public int RunRows;

    /// <summary>The first input row, and column, that the first output meets; it may lie outside.</summary>
    public int FirstRow;

    public int FirstColumn;

    /// <summary>Below zero, at most 1. The gain is in the taps.</summary>
    public float Slope;

    /// <summary>Infinity for none.</summary>
    public float Limit;

    /// <summary>The up-filter along a row, phase by phase.</summary>
    public SixTaps AcrossPhase0;
    public SixTaps AcrossPhase1;
    public SixTaps AcrossPhase2;
    public SixTaps AcrossPhase3;

    /// <summary>The up-filter along a column, phase by phase.</summary>
    public SixTaps AlongPhase0;
    public SixTaps AlongPhase1;
    public SixTaps AlongPhase2;
    public SixTaps AlongPhase3;

    /// <summary>
    /// The down-filter: of a separable one the row in Down0 and Down1 and the column in Down2 and Down3; of one that is mirrored both ways the
    /// first six taps of its first six rows.
    /// </summary>
    public SixTaps Down0;
    public SixTaps Down1;
    public SixTaps Down2;
    public SixTaps Down3;
    public SixTaps Down4;
    public SixTaps Down5;

    /// <summary>Output columns of a strip: four runs of lanes, each of 8 columns.</summary>
    public const int StripColumns = 32;

    /// <summary>Channels of a group: four warps, each of 8.</summary>
    public const int GroupChannels = 32;

    private const int Threads = 128;
    private const int LeastRows = 8;

    /// <summary>Enough groups to fill a large GPU; below, runs get shorter although each begins with ten raised rows that another made too.</summary>
    private const int WantedGroups = 512;

    /// <summary>Runs longer than this gain little.</summary>
    private const int MostRows = 128;

    /// <summary>Output rows of a run: even, and all runs of a map about as long.</summary>
    public static int RunRowsFor(int height, int width, int channels, int batch)
    {
        var columns = Extent.Cover(width, StripColumns) * Extent.Cover(channels, GroupChannels) * batch;
        var runs = Math.Max(Extent.Cover(WantedGroups, columns), Extent.Cover(height, MostRows));
        var rows = Math.Max(Extent.Cover(height, runs), Math.Min(LeastRows, height));
        return rows + (rows & 1);
    }

    /// <summary>Neighbouring groups along x are neighbouring channels, so that whole pixels are read at about the same time; runs of samples along y.</summary>
    public static KernelLaunch Launch(string kernel, int height, int width, int channels, int batch) => new(
        kernel,
        new Extent(
            Extent.Cover(channels, GroupChannels) * Extent.Cover(width, StripColumns),
            Extent.Cover(height, RunRowsFor(height, width, channels, batch)),
            batch),
        new Extent(Threads));
}
