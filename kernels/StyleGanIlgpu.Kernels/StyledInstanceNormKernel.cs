using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Noise, bias and activation, then adaptive instance normalisation, in two launches: the moments of every chunk of pixels, then every group merges
/// the moments of its channels and writes its chunk. The maps are read twice and written once, the least that any way can do that doesn't hold a
/// map on the chip.
/// Tile: a chunk of pixels by 2 quads a group; even threads have the first quad and odd ones the second, so that a warp reads whole sectors (of
/// float16 four quads, by threads of four), and the noise of a pixel once for all quads. Neighbouring groups have neighbouring sectors.
/// </summary>
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
        var maps = default(BentMaps<TInput>);
        var next = default(BentPixel);
        if (pixel < end)
        {
            maps = BentMaps<TInput>.Of(a, quad);
            next = BentMaps<TInput>.Read(a, quad, pixel);
        }

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
