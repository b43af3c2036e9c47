namespace StyleGanIlgpu.Kernels;

/// <summary>A shape cut into strips of a width, and those into tiles: what a group then holds.</summary>
readonly partial record struct TensorConvolutionCut
{
    private readonly TensorConvolutionBudget budget;
    private readonly TensorConvolutionShape shape;
    private readonly int width;

    /// <param name="budget">Of the architecture.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="pixels">Pixels of a tile.</param>
    /// <param name="channels">Channels of a tile.</param>
    /// <param name="width">Places of a row of a strip.</param>
    public TensorConvolutionCut(TensorConvolutionBudget budget, TensorConvolutionShape shape, int pixels, int channels, int width)
    {
        (this.budget, this.shape, this.width) = (budget, shape, width);
        var runs = Extent.Cover(shape.Rows * width, pixels);
        Tiles = runs * Extent.Cover(shape.Columns, width);
        HaloPixels = Extent.Cover((MostRows(pixels, runs) + shape.MarginRows) * Pitch, 8) * 8;

        // Pixels, weights, styles (of float16 in two parts), places of pixels, taps and what aligns them; or the sums.
        const int Block = TensorConvolutionArguments.BlockBytes;
        var copies = (PixelBuffers * HaloPixels) + (budget.WeightStages * channels) + (2 * shape.Blocks);
        var tables = HaloPixels + (Extent.Cover(shape.Taps, 4) * 4);
        SharedBytes = Block + Math.Max((copies * Block) + (tables * sizeof(int)), pixels * (channels + 8) * sizeof(float));
    }

    /// <summary>Tiles of a phase.</summary>
    public int Tiles { get; }

    /// <summary>Pixels of a tile with its margins, in whole eights.</summary>
    public int HaloPixels { get; }

    /// <summary>Shared memory of a group.</summary>
    public int SharedBytes { get; }

    /// <summary>Whether a group's memory suffices.</summary>
    public bool HasRoom => SharedBytes <= budget.SharedBytes;

    /// <summary>
    /// Eight pixels that follow one another in a strip must be different ones by the last three bits of their place, where they go over the end of
    /// a row, too.
    /// </summary>
    private int Pitch => width + (width % 8 == 0 ? shape.MarginColumns : Extent.Cover(shape.MarginColumns, 8) * 8);

    /// <summary>Of one tap the pixels are as short of time as the weights; of one block none are on their way.</summary>
    private int PixelBuffers => Math.Min(shape.Taps <= 1 ? 3 : 2, Math.Min(shape.Blocks, budget.MostPixelBuffers));

    /// <summary>Widths that may suit so many columns: equal parts, and whole eights.</summary>
    public static IEnumerable<int> Widths(int columns) =>
        Enumerable.Range(1, Extent.Cover(columns, 8)).Select(strips => Extent.Cover(columns, strips)).Concat([8, 16, 32]).Where(width => width <= Math.Max(8, columns)).Distinct();

    /// <summary>The same for the kernel's arguments.</summary>
    public TensorConvolutionTiling Tiling(int slices) => new()
    {
        Width = width,
        Strips = Extent.Cover(shape.Columns, width),
        Pitch = Pitch,
        HaloPixels = HaloPixels,
        PixelBuffers = PixelBuffers,
        Taps = shape.Taps,
        Slices = slices,
    };

    /// <summary>The most rows that a run reaches into; the runs' beginnings in their rows repeat.</summary>
    private int MostRows(int pixels, int runs)
    {
        var most = 1;
        for (var run = 0; run < Math.Min(runs, width); run++)
            most = Math.Max(most, ((run * pixels % width) + pixels - 1) / width + 1);
        return most;
    }
}
