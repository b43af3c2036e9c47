namespace StyleGanIlgpu.Kernels;

/// <summary>How a convolution is run on tensor cores: the variant, its grid and how it cuts the shape up.</summary>
/// <param name="Launch">Of the kernel of the products.</param>
/// <param name="Tiling">Its tiling. Where there are slices, their sums are added by <see cref="SliceSumArguments"/>' kernel.</param>
readonly partial record struct TensorConvolutionPlan(KernelLaunch Launch, TensorConvolutionTiling Tiling)
{
    /// <summary>Multiprocessors that the choice is made for; between those of the large GPUs.</summary>
    private const int Multiprocessors = 128;

    /// <summary>What a group does before and after its steps, in steps.</summary>
    private const int Overhead = 2;

    /// <summary>What a second launch costs, in pixels x channels x steps.</summary>
    private const int SecondLaunch = 2 * 128 * 64;

    /// <summary>What writing a sum of a slice and reading it again costs, likewise.</summary>
    private const int SliceTraffic = 4;

    /// <summary>How much better slices must be to be taken: the estimate is rough, and they take memory.</summary>
    private const double SliceGain = 1.1;

    /// <summary>Shared memory of a group: so much that all GPUs from sm_80 on have it.</summary>
    private const int MostSharedBytes = 99 * 1024;

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
    /// <param name="shape">The shape.</param>
    /// <param name="tile">The tile's name, for tests of large tiles on small shapes; by the shape where null.</param>
    /// <param name="slices">Slices, likewise.</param>
    /// <returns>Null where the taps lie so far apart that no tile has room for its margins.</returns>
    public static TensorConvolutionPlan? Choose(string kernel, TensorConvolutionShape shape, string? tile = null, int? slices = null)
    {
        // Slices change the order of the sum, so their number must not depend on the batch; tiles don't.
        var single = shape with { Batch = 1 };
        var candidates = Tiles.Where(candidate => (tile is null || candidate.Name == tile) && SharedBytes(candidate, shape) <= MostSharedBytes).ToArray();
        if (candidates.Length == 0)
            return null;
        var counts = slices is { } given ? [given] : SliceCounts.Where(count => count == 1 || count <= single.Steps / 2);
        var choice = (from candidate in candidates
                      from count in counts
                      orderby Cost(candidate, count, single)
                      select (Tile: candidate, Slices: count)).First();
        if (choice.Slices == 1)
            choice.Tile = candidates.MinBy(candidate => Cost(candidate, 1, shape))!;
        var tiling = TilingOf(choice.Tile, choice.Slices, shape);
        var rows = Extent.Cover(shape.Rows, choice.Tile.Pixels >> tiling.WidthBits);
        var launch = new KernelLaunch(
            $"{kernel}_{choice.Tile.Name}",
            new Extent(rows * tiling.TileColumns, Extent.Cover(shape.Outputs, choice.Tile.Channels), shape.Batch * shape.Phases * choice.Slices),
            new Extent(Tile.Threads),
            SharedBytes(choice.Tile, shape));
        return new TensorConvolutionPlan(launch, tiling);
    }

    /// <summary>Time of the multiprocessor that has the most groups, in pixels x channels x steps.</summary>
    private static double Cost(Tile tile, int slices, TensorConvolutionShape shape)
    {
        var bits = WidthBits(tile, shape);
        var groups = (long)Extent.Cover(shape.Rows, tile.Pixels >> bits) * Extent.Cover(shape.Columns, 1 << bits)
            * Extent.Cover(shape.Outputs, tile.Channels) * shape.Batch * shape.Phases * slices;
        var rounds = (groups + Multiprocessors - 1) / Multiprocessors;
        var products = rounds * (Extent.Cover(shape.Steps, slices) + Overhead) * tile.Pixels * tile.Channels / tile.Speed;
        var sums = (double)shape.Batch * shape.Phases * shape.Rows * shape.Columns * shape.Outputs;
        return slices == 1 ? products : SliceGain * (products + SecondLaunch + (slices * sums * SliceTraffic / Multiprocessors));
    }

    private static TensorConvolutionTiling TilingOf(Tile tile, int slices, TensorConvolutionShape shape)
    {
        var bits = WidthBits(tile, shape);
        var pitch = Pitch(tile, shape);
        return new TensorConvolutionTiling
        {
            TileColumns = Extent.Cover(shape.Columns, 1 << bits),
            WidthBits = bits,
            Pitch = pitch,
            HaloPixels = HaloPixels(tile, shape),
            PixelBuffers = PixelBuffers(shape),
            Taps = shape.Taps,
            Slices = slices,
        };
    }

    /// <summary>Rows of eight at least, but for the smallest maps; 16 where it is no waste, since margins are then smallest.</summary>
    private static int WidthBits(Tile tile, TensorConvolutionShape shape) => shape.Columns switch
    {
        <= 4 => 2,
        <= 8 => 3,
        _ => tile.Pixels < 128 || (shape.Columns % 16 is > 0 and <= 8 && shape.Columns < 64) ? 3 : 4,
    };

    /// <summary>Two rows of four pixels are eight different ones by their last three bits.</summary>
    private static int Pitch(Tile tile, TensorConvolutionShape shape)
    {
        var bits = WidthBits(tile, shape);
        var columns = (1 << bits) + shape.MarginColumns;
        return bits == 2 ? (Extent.Cover(columns - 4, 8) * 8) + 4 : columns;
    }

    private static int HaloPixels(Tile tile, TensorConvolutionShape shape) =>
        Extent.Cover(((tile.Pixels >> WidthBits(tile, shape)) + shape.MarginRows) * Pitch(tile, shape), 8) * 8;

    /// <summary>Of one tap the pixels are as short of time as the weights.</summary>
    private static int PixelBuffers(TensorConvolutionShape shape) => shape.Taps <= 1 ? 3 : 2;

    /// <summary>Pixels, weights, styles, places of pixels, taps and what aligns them; or the sums.</summary>
    private static int SharedBytes(Tile tile, TensorConvolutionShape shape)
    {
        const int Alignment = TensorConvolutionArguments.BlockBytes;
        var pixels = HaloPixels(tile, shape);
        var copies = ((PixelBuffers(shape) * pixels) + (TensorConvolutionArguments.WeightStages * tile.Channels)) * TensorConvolutionArguments.BlockBytes;
        var sums = tile.Pixels * (tile.Channels + 8) * sizeof(float);
        return Alignment + Math.Max(copies + (shape.Blocks * TensorConvolutionArguments.BlockBytes) + ((pixels + (Extent.Cover(shape.Taps, 4) * 4)) * sizeof(int)), sums);
    }

    /// <summary>A variant of the kernel.</summary>
    private sealed record Tile(string Name, int Pixels, int Channels, double Speed)
    {
        public const int Threads = 128;
    }
}
