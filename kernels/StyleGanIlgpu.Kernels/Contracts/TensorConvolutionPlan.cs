namespace StyleGanIlgpu.Kernels;

/// <summary>How a convolution is run on tensor cores: the variant, its grid and how it cuts the shape up.</summary>
/// <param name="Launch">Of the kernel of the products.</param>
/// <param name="Tiling">Its tiling. Where there are slices, their sums are added by <see cref="SliceSumArguments"/>' kernel.</param>
readonly partial record struct TensorConvolutionPlan(KernelLaunch Launch, TensorConvolutionTiling Tiling)
{
    /// <summary>What a group does before and after its steps, in steps.</summary>
    private const int Overhead = 2;

    /// <summary>What a block of a pixel costs to read, in pixels x channels x steps.</summary>
    private const int PixelTraffic = 25;

    /// <summary>What a second launch costs, likewise.</summary>
    private const int SecondLaunch = 2 * 128 * 64;

    /// <summary>What writing a sum of a slice and reading it again costs, likewise.</summary>
    private const int SliceTraffic = 4;

    /// <summary>How much better slices must be to be taken: the estimate is rough, and they take memory.</summary>
    private const double SliceGain = 1.1;

    /// <summary>How much slower a multiprocessor is with one group at a time where it could have two.</summary>
    private const double AloneLoss = 1.2;

    /// <summary>The variants. Speed is what a multiprocessor does of pixels x channels in a time, the largest's being 1.</summary>
    private static readonly Tile[] Tiles =
    [
        new("128x64", Pixels: 128, Channels: 64, Speed: 1.0),
        new("128x32", Pixels: 128, Channels: 32, Speed: 0.8),
        new("64x64", Pixels: 64, Channels: 64, Speed: 0.8),
        new("32x128", Pixels: 32, Channels: 128, Speed: 0.7),
    ];

    private static readonly int[] SliceCounts = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

    /// <summary>Chooses by the shape.</summary>
    /// <param name="kernel">The kernel's name but for the tile.</param>
    /// <param name="budget">Of the architecture.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="tile">The tile's name, for tests of large tiles on small shapes; by the shape where null.</param>
    /// <param name="slices">Slices, likewise.</param>
    /// <returns>Null where the taps lie so far apart that no tile has room for its margins.</returns>
    public static TensorConvolutionPlan? Choose(
        string kernel, TensorConvolutionBudget budget, TensorConvolutionShape shape, string? tile = null, int? slices = null)
    {
        var cuts = (from candidate in Tiles
                    where tile is null || candidate.Name == tile
                    from width in TensorConvolutionCut.Widths(shape.Columns)
                    let cut = new TensorConvolutionCut(budget, shape, candidate.Pixels, candidate.Channels, width)
                    where cut.HasRoom
                    select (Tile: candidate, Cut: cut)).ToArray();
        if (cuts.Length == 0)
            return null;

        // Slices change the order of the sum, so their number must not depend on the batch; tiles don't.
        var counts = slices is { } given ? [given] : SliceCounts.Where(count => count == 1 || count <= shape.Steps / 2);
        var (choice, slicing) = (from cut in cuts from count in counts select (Choice: cut, Slices: count)).MinBy(c => Cost(c.Choice.Tile, c.Choice.Cut, budget, shape, 1, c.Slices));
        if (slicing == 1)
            choice = cuts.MinBy(cut => Cost(cut.Tile, cut.Cut, budget, shape, shape.Batch, 1));
        var launch = new KernelLaunch(
            $"{kernel}_{choice.Tile.Name}",
            new Extent(choice.Cut.Tiles, Extent.Cover(shape.Outputs, choice.Tile.Channels), shape.Batch * shape.Phases * slicing),
            new Extent(Tile.Threads),
            choice.Cut.SharedBytes);
        return new TensorConvolutionPlan(launch, choice.Cut.Tiling(slicing));
    }

    /// <summary>Time of the multiprocessor that has the most groups, in pixels x channels x steps.</summary>
    private static double Cost(Tile tile, TensorConvolutionCut cut, TensorConvolutionBudget budget, TensorConvolutionShape shape, int batch, int slices)
    {
        var groups = (long)cut.Tiles * Extent.Cover(shape.Outputs, tile.Channels) * batch * shape.Phases * slices;
        var rounds = (groups + budget.Multiprocessors - 1) / budget.Multiprocessors;
        var steps = (Extent.Cover(shape.Steps, slices) + Overhead) * tile.Pixels * tile.Channels / tile.Speed;
        var pixels = (double)Extent.Cover(shape.Blocks, slices) * cut.HaloPixels * PixelTraffic;
        var products = rounds * (steps + pixels) * (rounds > 1 && cut.IsAlone ? AloneLoss : 1);
        var sums = (double)batch * shape.Phases * shape.Rows * shape.Columns * shape.Outputs;
        return slices == 1 ? products : SliceGain * (products + SecondLaunch + (slices * sums * SliceTraffic / budget.Multiprocessors));
    }

    /// <summary>A variant of the kernel.</summary>
    private sealed record Tile(string Name, int Pixels, int Channels, double Speed)
    {
        public const int Threads = 128;
    }
}
