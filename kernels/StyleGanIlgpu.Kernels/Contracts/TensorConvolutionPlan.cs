namespace StyleGanIlgpu.Kernels;

/// <summary>How a convolution is run on tensor cores: the variant, its grid and how it cuts the shape up.</summary>
/// <param name="Launch">Of the kernel of the products.</param>
/// <param name="Tiling">Its tiling. Where there are slices, their sums are added by <see cref="SliceSumArguments"/>' kernel.</param>
readonly partial record struct TensorConvolutionPlan(KernelLaunch Launch, TensorConvolutionTiling Tiling)
{
    /// <summary>Microseconds from a group's beginning to its first products, and from its last to its end.</summary>
    private const double Begun = 6;

    /// <summary>From the last products of a block of channels to the first of the next, where nothing else is there to hide it.</summary>
    private const double BlockBegun = 0.55;

    /// <summary>What a multiprocessor takes for the epilogue of a sum.</summary>
    private const double Sum = 2.7e-4;

    /// <summary>What it takes to bring a block of a pixel.</summary>
    private const double Pixel = 2.2e-3;

    /// <summary>The second launch that slices need.</summary>
    private const double SecondLaunch = 7;

    /// <summary>What writing a sum of a slice and reading it again costs.</summary>
    private const double SliceSum = 1.5e-6;

    /// <summary>How much better slices must be to be taken: the estimate is rough, and they take memory and a launch.</summary>
    private const double SliceGain = 1.15;

    /// <summary>
    /// The variants, measured on an H100 (840 launches of the networks' layers, all tiles on all of them; the estimate errs by 11 % in float16, 14 % in
    /// split tf32, and what it chooses takes 2 to 4 % longer than the best would).
    /// </summary>
    private static readonly Tile[] Tiles =
    [
        new("128x128", Pixels: 128, Channels: 128, Threads: 256, Single: new(2, Step: 0.88, Product: 3.6e-5), Split: new(1, Step: 1.8, Product: 1.16e-4)),
        new("128x64", Pixels: 128, Channels: 64, Threads: 128, Single: new(3, Step: 0.77, Product: 3.8e-5), Split: new(2, Step: 1.53, Product: 5.7e-5)),
        new("128x32", Pixels: 128, Channels: 32, Threads: 128, Single: new(5, Step: 0.61, Product: 4.4e-5), Split: new(3, Step: 0.77, Product: 1.1e-4)),
        new("64x64", Pixels: 64, Channels: 64, Threads: 128, Single: new(5, Step: 0.57, Product: 5.1e-5), Split: new(3, Step: 0.71, Product: 1.08e-4)),
        new("32x128", Pixels: 32, Channels: 128, Threads: 128, Single: new(5, Step: 0.52, Product: 6.2e-5), Split: new(3, Step: 0.7, Product: 1.17e-4)),
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
        var isSplit = kernel.EndsWith("split", StringComparison.Ordinal);
        double Cost((Tile Tile, TensorConvolutionCut Cut) choice, int batch, int count) => Microseconds(choice.Tile, choice.Cut, budget, shape, isSplit, batch, count);
        var slicing = (from cut in cuts from count in counts select (Cut: cut, Slices: count)).MinBy(c => Cost(c.Cut, 1, c.Slices)).Slices;
        var choice = cuts.MinBy(cut => Cost(cut, shape.Batch, slicing));
        var launch = new KernelLaunch(
            $"{kernel}_{choice.Tile.Name}",
            new Extent(choice.Cut.Tiles, Extent.Cover(shape.Outputs, choice.Tile.Channels), shape.Batch * shape.Phases * slicing),
            new Extent(choice.Tile.Threads),
            choice.Cut.SharedBytes);
        return new TensorConvolutionPlan(launch, choice.Cut.Tiling(slicing));
    }

    /// <summary>
    /// How long it takes: as many groups at a time as a multiprocessor has room for, each round as long as a group's way through its steps or as
    /// all their work, whichever is longer.
    /// </summary>
    private static double Microseconds(Tile tile, TensorConvolutionCut cut, TensorConvolutionBudget budget, TensorConvolutionShape shape, bool isSplit, int batch, int slices)
    {
        var speed = isSplit ? tile.Split : tile.Single;
        var groups = (long)cut.Tiles * Extent.Cover(shape.Outputs, tile.Channels) * batch * shape.Phases * slices;
        var busiest = (double)((groups + budget.Multiprocessors - 1) / budget.Multiprocessors);
        var resident = Math.Min(busiest, Math.Max(1, Math.Min(speed.Groups, budget.GroupsOf(cut.SharedBytes))));
        var (steps, blocks) = (Extent.Cover(shape.Steps, slices), Extent.Cover(shape.Blocks, slices));
        var way = Begun + (steps * speed.Step) + (blocks * BlockBegun);
        var work = (tile.Pixels * tile.Channels * (Sum + (steps * speed.Product))) + (blocks * cut.HaloPixels * Pixel);

        // Of many rounds the next begins while the last one ends.
        var rounds = busiest > 3 * resident ? busiest / resident : Math.Ceiling(busiest / resident);
        var products = rounds * Math.Max(way, resident * work);
        return slices == 1 ? products : (SliceGain * products) + SecondLaunch + (slices * SliceSum * batch * shape.Phases * shape.Rows * shape.Columns * shape.Outputs);
    }

    /// <summary>A variant of the kernel.</summary>
    private sealed record Tile(string Name, int Pixels, int Channels, int Threads, Speed Single, Speed Split);

    /// <summary>How fast a variant is in an arithmetic.</summary>
    /// <param name="Groups">Groups that a multiprocessor has registers for.</param>
    /// <param name="Step">Microseconds of a step of a group that is alone.</param>
    /// <param name="Product">Microseconds that a multiprocessor takes for a pixel and channel of a step.</param>
    private sealed record Speed(int Groups, double Step, double Product);
}
