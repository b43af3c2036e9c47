namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>FourTapsKernel</c> takes. Taps as arguments are constants to the device: they take no registers and no loads.</summary>
partial struct FourTapsArguments
{
    /// <summary>Maps [N, InputHeight, InputWidth, InputQuads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps [N, OutputHeight, OutputWidth, OutputQuads].</summary>
    public DeviceQuads Output;

    /// <summary>What happens to a sum before it is stored.</summary>
    public EpilogueArguments Epilogue;

    /// <summary>Rows of the input.</summary>
    public int InputHeight;

    /// <summary>Pixels of a row of the input.</summary>
    public int InputWidth;

    /// <summary>Rows of the output.</summary>
    public int OutputHeight;

    /// <summary>Pixels of a row of the output.</summary>
    public int OutputWidth;

    /// <summary>Quads of a pixel of the input.</summary>
    public int InputQuads;

    /// <summary>Quads of a pixel of the output.</summary>
    public int OutputQuads;

    /// <summary>Sectors of a pixel.</summary>
    public int Sectors;

    /// <summary>Output rows of a run.</summary>
    public int RunRows;

    /// <summary>Zeros before the first column; negative to crop.</summary>
    public int Left;

    /// <summary>Zeros above the first row.</summary>
    public int Top;

    /// <summary>The taps along a row, in the order in which they meet the samples.</summary>
    public float Row0;

    /// <summary>The second tap along a row.</summary>
    public float Row1;

    /// <summary>The third tap along a row.</summary>
    public float Row2;

    /// <summary>The fourth tap along a row.</summary>
    public float Row3;

    /// <summary>The taps down a column.</summary>
    public float Column0;

    /// <summary>The second tap down a column.</summary>
    public float Column1;

    /// <summary>The third tap down a column.</summary>
    public float Column2;

    /// <summary>The fourth tap down a column.</summary>
    public float Column3;

    /// <summary>Taps along a row and down a column.</summary>
    public const int Taps = 4;

    /// <summary>Neighbouring columns of a lane.</summary>
    public const int LaneColumns = 4;

    private const int Lanes = 32;

    /// <summary>Warps of a group, each with a strip and a sector of its own.</summary>
    public const int Warps = 4;

    /// <summary>The longest run, beyond which the three rows read twice cost next to nothing.</summary>
    private const int MostRunRows = 32;

    /// <summary>Warps that fill a large GPU: four for each scheduler of 132 multiprocessors, which is what their registers hold.</summary>
    private const int EnoughWarps = 2048;

    /// <summary>Columns of a warp.</summary>
    public static int StripColumns(int sectorQuads) => Lanes / sectorQuads * LaneColumns;

    /// <summary>Long runs read little twice; small maps have short ones, for there are never too many warps: they then read the cache.</summary>
    public static int RunRowsFor(MapStorage input, int batch, int quads, int height, int width)
    {
        var rows = MostRunRows;
        while (rows > 1 && (long)Strips(input, quads, width) * Extent.Cover(height, rows) * batch < EnoughWarps)
            rows /= 2;
        return rows;
    }

    /// <summary>Warps along x, neighbouring ones on neighbouring sectors; runs of rows along y, samples along z.</summary>
    public static KernelLaunch Launch(MapStorage input, int batch, int quads, int height, int width) => new(
        input.Variant("four_taps"),
        new Extent(
            Extent.Cover(Strips(input, quads, width), Warps),
            Extent.Cover(height, RunRowsFor(input, batch, quads, height, width)),
            batch),
        new Extent(Warps * Lanes));

    private static int Strips(MapStorage input, int quads, int width) =>
        Extent.Cover(quads, input.SectorQuads) * Extent.Cover(width, StripColumns(input.SectorQuads));
}
