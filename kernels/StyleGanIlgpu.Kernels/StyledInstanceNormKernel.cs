using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Noise, bias and activation, then adaptive instance normalisation, in two launches: the moments of every chunk of pixels, then every group merges
/// the moments of its channels and writes its chunk. The maps are read twice and written once, the least that any way can do that doesn't hold a
/// map on the chip.
/// Tile: a chunk of pixels by 2 quads a group; even threads have the first quad and odd ones the second, so that a warp reads whole sectors (of
/// float16 four quads, by threads of four), and the noise of a pixel once for all quads. Neighbouring groups have neighbouring sectors, so that what
/// memory moves beyond a sector is still in the cache when it is wanted.
/// </summary>
/// <remarks>
/// Ladder, bytes over the least of the two launches by the emulator, with noise and bias:
/// <list type="number">
/// <item>chunks of 1024 pixels, whose moments every thread merged: 1.00 and 1.12 for 32 channels at 64 x 64 without noise, but at 1024 x 1024 a thread
/// merged 1024 of them for four pixels of its own;</item>
/// <item>chunks that grow with the map, merged by the threads of a group side by side, moments of all quads side by side: 1.07 and 1.10 for 16
/// channels at 256 x 256, 1.12 and 1.13 for 32 at 128 x 128, 1.15 and 1.16 at 64 x 64 (in float16 1.03 and 1.14, 1.12 and 1.20, 1.17 and 1.24), no
/// bank conflict. Registers: 64 and 79 live in the text, of which about 50 are arguments, which a GPU has as constants.</item>
/// </list>
/// Where the count of quads is odd, as of 9 channels, two quads straddle sectors: 1.77 and 1.84 in float32, which no network with StyleGAN's channel
/// counts meets.
/// </remarks>
internal static class StyledInstanceNormKernel<TInput>
    where TInput : struct, IMapStorage
{
    private static int PixelsAtOnce => StyledInstanceNormArguments.Threads / TInput.SectorQuads;

    public static void Statistics(StyledInstanceNormArguments a)
    {
        var sectors = Grid.DimX / a.Chunks;
        var quad = (Grid.IdxX % sectors * TInput.SectorQuads) + (Group.IdxX % TInput.SectorQuads);
        var chunk = Grid.IdxX / sectors;
        var pixel = (chunk * a.ChunkPixels) + (Group.IdxX / TInput.SectorQuads);
        var end = quad < a.Quads ? IntrinsicMath.Min((chunk + 1) * a.ChunkPixels, a.Pixels) : 0;

        var moments = new Moments();
        if (pixel < end)
        {
            var maps = BentMaps<TInput>.Of(a, quad);
            var next = BentMaps<TInput>.Read(a, quad, pixel);
            while (pixel < end)
            {
                var read = next;
                pixel += PixelsAtOnce;
                if (pixel < end)
                    next = BentMaps<TInput>.Read(a, quad, pixel);
                moments.Add(maps.Bend(a, read));
            }
            moments.Finish();
        }

        moments = GroupMoments<TInput>.Merge(moments);
        if (Group.IdxX < TInput.SectorQuads & quad < a.Quads)
        {
            var at = Moments(a, quad, chunk);
            a.Moments[at] = moments.Mean;
            a.Moments[at + a.Quads] = moments.Squares;
        }
    }

    public static void Application(StyledInstanceNormArguments a)
    {
        var means = SharedMemory.Allocate<Float4>(TInput.SectorQuads);
        var scales = SharedMemory.Allocate<Float4>(TInput.SectorQuads);
        var shifts = SharedMemory.Allocate<Float4>(TInput.SectorQuads);
        var sectors = Grid.DimX / a.Chunks;
        var side = Group.IdxX % TInput.SectorQuads;
        var quad = (Grid.IdxX % sectors * TInput.SectorQuads) + side;
        var chunk = Grid.IdxX / sectors;
        var pixel = (chunk * a.ChunkPixels) + (Group.IdxX / TInput.SectorQuads);
        var end = quad < a.Quads ? IntrinsicMath.Min((chunk + 1) * a.ChunkPixels, a.Pixels) : 0;

        // On its way while the moments are merged.
        var next = default(BentPixel);
        if (pixel < end)
            next = BentMaps<TInput>.Read(a, quad, pixel);

        var moments = new Moments();
        if (quad < a.Quads)
        {
            for (var i = Group.IdxX / TInput.SectorQuads; i < a.Chunks; i += PixelsAtOnce)
            {
                var at = Moments(a, quad, i);
                var count = IntrinsicMath.Min(a.ChunkPixels, a.Pixels - (i * a.ChunkPixels));
                moments.Merge(new Moments { Count = count, Mean = a.Moments[at], Squares = a.Moments[at + a.Quads] });
            }
        }
        moments = GroupMoments<TInput>.Merge(moments);
        if (Group.IdxX < TInput.SectorQuads)
        {
            means[side] = moments.Mean;
            scales[side] = Scale(a, quad, moments.Squares);
            shifts[side] = Styles(a, quad, a.Epilogue.Channels);
        }
        Group.Barrier();

        if (pixel < end)
        {
            var maps = BentMaps<TInput>.Of(a, quad);
            var (scale, shift) = (scales[side], shifts[side]);
            var lessMean = QuadMath.Multiply(means[side], QuadMath.Splat(-1f));
            while (pixel < end)
            {
                var read = next;
                var place = (((Grid.IdxY * a.Pixels) + pixel) * a.Quads) + quad;
                pixel += PixelsAtOnce;
                if (pixel < end)
                    next = BentMaps<TInput>.Read(a, quad, pixel);
                var x = QuadMath.Add(maps.Bend(a, read), lessMean);
                StoredMaps.Store(a.Output, a.Epilogue.IsHalf, place, QuadMath.MultiplyAdd(x, scale, shift));
            }
        }
    }

    /// <summary>Where the mean of a chunk is.</summary>
    private static int Moments(StyledInstanceNormArguments a, int quad, int chunk) => (2 * ((Grid.IdxY * a.Chunks) + chunk) * a.Quads) + quad;

    private static Float4 Scale(StyledInstanceNormArguments a, int quad, Float4 squares)
    {
        var styles = Styles(a, quad, 0);
        return new Float4
        {
            X = Scale(a, styles.X, squares.X),
            Y = Scale(a, styles.Y, squares.Y),
            Z = Scale(a, styles.Z, squares.Z),
            W = Scale(a, styles.W, squares.W),
        };
    }

    private static float Scale(StyledInstanceNormArguments a, float style, float squares) => (style + 1) / MathF.Sqrt((squares / a.Pixels) + a.Epsilon);

    /// <summary>Styles of a quad; what fills it up repeats the last channel's. Rows are only aligned to 4 bytes, so they are read one by one.</summary>
    private static Float4 Styles(StyledInstanceNormArguments a, int quad, int offset)
    {
        var first = quad * Float4.Length;
        var last = a.Epilogue.Channels - 1;
        var style = (Grid.IdxY * a.StyleStride) + a.StyleOffset + offset;
        return new Float4
        {
            X = a.Styles[style + IntrinsicMath.Min(first, last)],
            Y = a.Styles[style + IntrinsicMath.Min(first + 1, last)],
            Z = a.Styles[style + IntrinsicMath.Min(first + 2, last)],
            W = a.Styles[style + IntrinsicMath.Min(first + 3, last)],
        };
    }
}
