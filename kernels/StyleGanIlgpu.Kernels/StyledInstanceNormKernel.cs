using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Adaptive instance normalisation in two launches: the moments of every chunk of pixels, then every group merges the moments of its channels
/// and writes its chunk. The maps are read twice and written once, the least that any way can do that doesn't hold a map on the chip.
/// Tile: 1024 pixels by 2 quads a group; even threads have the first quad and odd ones the second, so that a warp reads whole sectors (of float16 four quads, by threads of four).
/// Ladder: one version. Of 32 channels at 64 x 64 the launches move 1.00 and 1.12 times their least bytes by the emulator, with no bank conflict;
/// where the count of quads is odd, as of 9 channels, two quads straddle sectors and it is 1.67 and 1.78, which no network with StyleGAN's channel
/// counts meets. 38 and 40 registers.
/// </summary>
internal static class StyledInstanceNormKernel<TInput>
    where TInput : struct, IMapStorage
{
    private const int Warps = StyledInstanceNormArguments.Threads / 32;
    private static int PixelsAtOnce => StyledInstanceNormArguments.Threads / TInput.SectorQuads;

    public static void Statistics(StyledInstanceNormArguments a)
    {
        var means = SharedMemory.Allocate<Float4>(Warps * TInput.SectorQuads);
        var squares = SharedMemory.Allocate<Float4>(Warps * TInput.SectorQuads);
        var counts = SharedMemory.Allocate<float>(Warps * TInput.SectorQuads);
        var side = Group.IdxX % TInput.SectorQuads;
        var quad = (Grid.IdxY * TInput.SectorQuads) + side;
        var sample = Grid.IdxZ * a.Pixels;
        var moments = new Moments();
        if (quad < a.Quads)
        {
            var pixel = (Grid.IdxX * StyledInstanceNormArguments.ChunkPixels) + (Group.IdxX / TInput.SectorQuads);
            var end = IntrinsicMath.Min((Grid.IdxX + 1) * StyledInstanceNormArguments.ChunkPixels, a.Pixels);
            if (pixel < end)
                moments.Start(TInput.Load(a.Input, ((sample + pixel) * a.Quads) + quad));
            for (pixel += PixelsAtOnce; pixel < end; pixel += PixelsAtOnce)
                moments.Add(TInput.Load(a.Input, ((sample + pixel) * a.Quads) + quad));
            moments.Finish();
        }

        // Lanes of the same side meet; which side a lane is on is its lowest bit.
        for (var distance = TInput.SectorQuads; distance < Warp.WarpSize; distance *= 2)
            moments.Merge(Shuffled(moments, distance));
        var warp = Group.IdxX / Warp.WarpSize;
        if (Group.IdxX % Warp.WarpSize < TInput.SectorQuads)
        {
            means[(warp * TInput.SectorQuads) + side] = moments.Mean;
            squares[(warp * TInput.SectorQuads) + side] = moments.Squares;
            counts[(warp * TInput.SectorQuads) + side] = moments.Count;
        }
        Group.Barrier();
        if (Group.IdxX < TInput.SectorQuads && quad < a.Quads)
        {
            for (var i = 1; i < Warps; i++)
            {
                var slot = (i * TInput.SectorQuads) + side;
                moments.Merge(new Moments { Count = counts[slot], Mean = means[slot], Squares = squares[slot] });
            }
            var at = 2 * ((((Grid.IdxZ * a.Quads) + quad) * Grid.DimX) + Grid.IdxX);
            a.Moments[at] = moments.Mean;
            a.Moments[at + 1] = moments.Squares;
        }
    }

    public static void Application(StyledInstanceNormArguments a)
    {
        var quad = (Grid.IdxY * TInput.SectorQuads) + (Group.IdxX % TInput.SectorQuads);
        if (quad < a.Quads)
        {
            var moments = new Moments();
            for (var chunk = 0; chunk < Grid.DimX; chunk++)
            {
                var at = 2 * ((((Grid.IdxZ * a.Quads) + quad) * Grid.DimX) + chunk);
                var count = IntrinsicMath.Min(StyledInstanceNormArguments.ChunkPixels, a.Pixels - (chunk * StyledInstanceNormArguments.ChunkPixels));
                moments.Merge(new Moments { Count = count, Mean = a.Moments[at], Squares = a.Moments[at + 1] });
            }
            var style = (Grid.IdxZ * a.StyleStride) + a.StyleOffset;
            var (first, last) = (quad * Float4.Length, a.Channels - 1);
            var scale = new Float4
            {
                X = Scale(a, style + IntrinsicMath.Min(first, last), moments.Squares.X),
                Y = Scale(a, style + IntrinsicMath.Min(first + 1, last), moments.Squares.Y),
                Z = Scale(a, style + IntrinsicMath.Min(first + 2, last), moments.Squares.Z),
                W = Scale(a, style + IntrinsicMath.Min(first + 3, last), moments.Squares.W),
            };
            var shift = new Float4
            {
                X = a.Styles[style + a.Channels + IntrinsicMath.Min(first, last)],
                Y = a.Styles[style + a.Channels + IntrinsicMath.Min(first + 1, last)],
                Z = a.Styles[style + a.Channels + IntrinsicMath.Min(first + 2, last)],
                W = a.Styles[style + a.Channels + IntrinsicMath.Min(first + 3, last)],
            };

            var sample = Grid.IdxZ * a.Pixels;
            var pixel = (Grid.IdxX * StyledInstanceNormArguments.ChunkPixels) + (Group.IdxX / TInput.SectorQuads);
            var end = IntrinsicMath.Min((Grid.IdxX + 1) * StyledInstanceNormArguments.ChunkPixels, a.Pixels);
            for (; pixel < end; pixel += PixelsAtOnce)
            {
                var x = TInput.Load(a.Input, ((sample + pixel) * a.Quads) + quad);
                StoredMaps.Store(a.Output, a.IsHalf, ((sample + pixel) * a.Quads) + quad, new Float4
                {
                    X = MathF.FusedMultiplyAdd(x.X - moments.Mean.X, scale.X, shift.X),
                    Y = MathF.FusedMultiplyAdd(x.Y - moments.Mean.Y, scale.Y, shift.Y),
                    Z = MathF.FusedMultiplyAdd(x.Z - moments.Mean.Z, scale.Z, shift.Z),
                    W = MathF.FusedMultiplyAdd(x.W - moments.Mean.W, scale.W, shift.W),
                });
            }
        }
    }

    private static float Scale(StyledInstanceNormArguments a, int style, float squares) =>
        (a.Styles[style] + 1) / MathF.Sqrt((squares / a.Pixels) + a.Epsilon);

    private static Moments Shuffled(Moments moments, int distance) => new()
    {
        Count = Warp.ShuffleXor(moments.Count, distance),
        Mean = Shuffled(moments.Mean, distance),
        Squares = Shuffled(moments.Squares, distance),
    };

    private static Float4 Shuffled(Float4 value, int distance) => new()
    {
        X = Warp.ShuffleXor(value.X, distance),
        Y = Warp.ShuffleXor(value.Y, distance),
        Z = Warp.ShuffleXor(value.Z, distance),
        W = Warp.ShuffleXor(value.W, distance),
    };
}
