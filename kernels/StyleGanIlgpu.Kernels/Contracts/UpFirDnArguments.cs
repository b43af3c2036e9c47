namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>UpFirDnKernel</c> takes.</summary>
partial struct UpFirDnArguments
{
    /// <summary>Maps [N, InputHeight, InputWidth, InputQuads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps [N, OutputHeight, OutputWidth, OutputQuads].</summary>
    public DeviceQuads Output;

    /// <summary>Added to the samples, but not to the padding [quads]; empty where there is none.</summary>
    public DeviceQuads InputBias;

    /// <summary>
    /// The taps by phases [row phase, TapRows, TapColumns, column phase], in the order in which they meet the samples; those that would meet
    /// zeros between the samples are left out.
    /// </summary>
    public DeviceFloats Taps;

    /// <summary>Of every output row: the first input row that it meets, which may lie outside, and its phase (<see cref="Place"/>).</summary>
    public DeviceInts Rows;

    /// <summary>Of every output column the same.</summary>
    public DeviceInts Columns;

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

    /// <summary>Groups along z of one sample.</summary>
    public int QuadGroups;

    /// <summary>Quads that lie side by side in a group, as a power of two.</summary>
    public int QuadShift;

    /// <summary>Output rows of a group.</summary>
    public int TileHeight;

    /// <summary>Output columns of a group.</summary>
    public int TileWidth;

    /// <summary>Input rows under a tile.</summary>
    public int WindowHeight;

    /// <summary>Input columns under a tile.</summary>
    public int WindowWidth;

    /// <summary>Taps of a phase down a column.</summary>
    public int TapRows;

    /// <summary>Taps of a phase along a row.</summary>
    public int TapColumns;

    /// <summary>Phases along a row.</summary>
    public int ColumnPhases;

    private const int Lanes = 32;
    private const int Warps = 8;

    /// <summary>Groups that fill a large GPU.</summary>
    private const int EnoughGroups = 512;

    private const int PhaseBits = 8;

    /// <summary>The most phases of an axis.</summary>
    public const int MostPhases = 1 << PhaseBits;

    /// <summary>The first sample that an output meets and its phase in one number: tables are read often.</summary>
    public static int Place(int first, int phase) => (first << PhaseBits) | phase;

    /// <summary>The first sample of a place.</summary>
    public static int First(int place) => place >> PhaseBits;

    /// <summary>The phase of a place.</summary>
    public static int Phase(int place) => place & (MostPhases - 1);

    /// <summary>What the static limit of shared memory leaves on every GPU, in quads.</summary>
    public const int SharedQuads = 48 * 1024 / (Float4.Length * sizeof(float));

    /// <summary>
    /// Quads of a group as a power of two: two fill a sector, of float16 four; more lie side by side only where a pixel has no more, and then
    /// whole rows do.
    /// </summary>
    public static int QuadShiftFor(MapStorage output, int quads) => quads switch
    {
        1 => 0,
        2 => 1,
        4 => 2,
        _ => output.IsFloat16 ? 2 : 1,
    };

    /// <summary>Groups along z of one sample.</summary>
    public static int QuadGroupsFor(MapStorage output, int quads) => Extent.Cover(quads, 1 << QuadShiftFor(output, quads));

    /// <summary>Quads of shared memory: the window, then the taps.</summary>
    public static long SharedQuadsFor(MapStorage output, long windowHeight, long windowWidth, int quads, int taps) =>
        (windowHeight * windowWidth << QuadShiftFor(output, quads)) + Float4.Count(taps);

    /// <summary>Whether a tile is no larger than it need be: a large GPU is full, or a thread has one output.</summary>
    public static bool IsSmallEnough(MapStorage output, int batch, int quads, int outputHeight, int outputWidth, int tileHeight, int tileWidth) =>
        (long)Extent.Cover(outputWidth, tileWidth) * Extent.Cover(outputHeight, tileHeight) * batch * QuadGroupsFor(output, quads) >= EnoughGroups
        || tileHeight * tileWidth << QuadShiftFor(output, quads) <= Lanes * Warps;

    /// <summary>A group a tile of the output and of the channels' quads; samples along z.</summary>
    public static KernelLaunch Launch(
        MapStorage input, MapStorage output, int batch, int quads, int outputHeight, int outputWidth, int tileHeight, int tileWidth, int windowHeight, int windowWidth, int taps) => new(
            input.Variant("up_fir_dn"),
            new Extent(Extent.Cover(outputWidth, tileWidth), Extent.Cover(outputHeight, tileHeight), batch * QuadGroupsFor(output, quads)),
            new Extent(Lanes, Warps),
            (int)SharedQuadsFor(output, windowHeight, windowWidth, quads, taps) * Float4.Length * sizeof(float));
}
