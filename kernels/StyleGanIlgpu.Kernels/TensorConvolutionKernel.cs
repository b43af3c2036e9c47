using System.Runtime.CompilerServices;
using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Convolution on tensor cores (sm_80 on; of sm_75 in float16) as an implicit matrix product: pixels of one sample and phase x output channels, summed over blocks of
/// input channels x taps, with modulation on the way in and the whole epilogue on the way out. It is shown right by the emulator alone: ILGPU's CPU
/// accelerator lacks the instructions.
/// Tile: see <see cref="ITensorTile"/>; how a shape is cut up, <see cref="TensorConvolutionTiling"/>. A group holds a block of 128 bytes of every
/// pixel of its tile and of the margins that the taps reach over, and runs all taps on it, so that a pixel is read once a block and not once a tap;
/// the next block is on its way meanwhile, and so are the weights of the next two taps. Rows of 128 bytes have their pieces of 16 exchanged by the
/// row's last three bits, so that neither copies nor loads of matrices have a bank conflict; a tap is an offset of rows. Small maps are cut along
/// the sum, too (<see cref="SliceSumKernel"/>). Of the last block's channels the half that has none is left out.
/// Ladder (machine instructions of a step of the 128x64 tile by ptxas for sm_80: 192 products of matrices in float32, 64 in tf32 and float16):
/// <list type="number">
/// <item>styles times fragments in registers, parts by cvt.rna, which is three instructions: 1201 in float32, 466 in tf32;</item>
/// <item>parts by integer arithmetic, taps' offsets from shared memory: 763 and 283;</item>
/// <item>divisions and lanes' offsets, which ILGPU had moved into the loop, kept before it: 729 and 255; 338 in float16, whose styles are two parts;</item>
/// <item>styles times pixels where they lie, once a block: 641 (221 registers), 162 and 162 (128 registers). 2.7 products a load of a matrix, three
/// times as many in float32; no bank conflict, whole sectors;</item>
/// <item>measured on an H100, where 512 channels at 148 x 148 in float16 took 403 us, 42 % of what mma.sync can do there: with eight warps on the same 128
/// pixels, 128 channels and no more than 128 registers, 327 us, 52 %. Loading matrices a step of products ahead (160 registers) gained nothing. Layers of
/// few channels are bound by what stands around their products: a third of the time went with half blocks, one buffer for one block and short epilogues.</item>
/// </list>
/// sm_75 has no copies past the registers (<see cref="StagingInRegisters"/>) and products of half the depth, twice as many a load: a step's loads set out
/// before its products and are stored behind about three quarters of them (ptxas, 64x64: 45 of 64; 206 registers for 128x64, 134 at most for the others).
/// 64 KB a group leave out tiles whose margins and styles don't fit, which <see cref="TensorConvolutionBudget"/> says.
/// </summary>
internal static class TensorConvolutionKernel<TTile, TArithmetic, TStaging>
    where TTile : struct, ITensorTile
    where TArithmetic : struct, ITensorArithmetic
    where TStaging : struct, ITensorStaging
{
    private const int BlockBytes = TensorConvolutionArguments.BlockBytes;
    private const int BlockPieces = TensorConvolutionArguments.BlockPieces;

    /// <summary>Bytes of the pieces of a step of a product.</summary>
    private const uint StepBytes = 32;

    private static int WeightStages => TStaging.WeightStages;

    /// <summary>Words of the styles of a block.</summary>
    private static int StyleWords => TensorConvolutionArguments.BlockWords * (TArithmetic.IsHalf ? 2 : 1);

    private static int Threads => TensorGroup<TTile>.Threads;

    private static int Pixels => TensorGroup<TTile>.Pixels;

    private static int Channels => TensorGroup<TTile>.Channels;

    private static int WeightBytes => Channels * BlockBytes;

    public static void Run(TensorConvolutionArguments a)
    {
        // Shared memory from a row of all banks on.
        var all = SharedMemory.GetDynamic<Float4>();
        var unaligned = TensorCore.SharedAddress(ref all[0]);
        var start = (unaligned + BlockBytes - 1) & ~(uint)(BlockBytes - 1);
        var skipped = (int)(start - unaligned) / 16;
        var shared = all.SubView(skipped, all.IntLength - skipped);

        // Where things are: pixels, weights, styles, places of pixels; the sums, at the end, over the first two.
        var pixelBufferBytes = a.Tiling.HaloPixels * BlockBytes;
        var weightStart = start + (uint)(a.Tiling.PixelBuffers * pixelBufferBytes);
        var blocks = Extent.Cover(a.InputPieces, BlockPieces);
        var styleQuad = ((a.Tiling.PixelBuffers * pixelBufferBytes) + (WeightStages * WeightBytes)) / 16;
        var styles = shared.SubView(styleQuad, blocks * StyleWords / 4);
        var places = shared.SubView(styleQuad + (blocks * StyleWords / 4), a.Tiling.HaloPixels / 4).Cast<int>();
        var shifts = shared.SubView(styleQuad + (blocks * StyleWords / 4) + (a.Tiling.HaloPixels / 4), Extent.Cover(a.Tiling.Taps, 4)).Cast<int>();

        var slice = Grid.IdxZ % a.Tiling.Slices;
        var sample = Grid.IdxZ / a.Tiling.Slices / a.PhaseCount;
        var phase = (Grid.IdxZ / a.Tiling.Slices % a.PhaseCount) * ConvolutionArguments.PhaseLength;
        var firstTap = a.Phases[phase];
        var taps = a.Phases[phase + 1];
        var firstRow = a.Phases[phase + 6];
        var firstColumn = a.Phases[phase + 7];

        // The run of this group: where it begins in its strip.
        var run = Grid.IdxX / a.Tiling.Strips;
        var tileX = (Grid.IdxX - (run * a.Tiling.Strips)) * a.Tiling.Width;
        var tileY = run * Pixels / a.Tiling.Width;
        var firstPlace = (run * Pixels) - (tileY * a.Tiling.Width);
        var rows = ((firstPlace + Pixels - 1) / a.Tiling.Width) + 1 + a.Phases[phase + 8];
        var columns = a.Tiling.Width + a.Phases[phase + 9];
        var thread = Group.IdxX;

        // Where a pixel of the tile and its margins begins, in pieces; -1 beyond the border.
        for (var i = thread; i < a.Tiling.HaloPixels; i += Threads)
        {
            var row = i / a.Tiling.Pitch;
            var column = i - (row * a.Tiling.Pitch);
            var y = tileY + row + firstRow;
            var x = tileX + column + firstColumn;
            var place = -1;
            if (row < rows & column < columns & y >= 0 & y < a.InputHeight & x >= 0 & x < a.InputWidth)
                place = ((((sample * a.InputHeight) + y) * a.InputWidth) + x) * a.InputPieces;
            places[i] = place;
        }

        // How many of those pixels a tap's are further than the first's.
        for (var i = thread; i < taps; i += Threads)
            shifts[i] = ((a.Taps[2 * (firstTap + i)] - firstRow) * a.Tiling.Pitch) + a.Taps[(2 * (firstTap + i)) + 1] - firstColumn;
        Group.Barrier();

        // This slice's steps: a step is one tap of one block.
        var allSteps = blocks * taps;
        var steps = Extent.Cover(allSteps, a.Tiling.Slices);
        var firstStep = slice * steps;
        steps = IntrinsicMath.Min(steps, allSteps - firstStep);
        var block = 0;
        var tap = 0;
        if (steps > 0)
        {
            block = firstStep / taps;
            tap = firstStep - (block * taps);
        }
        var lastBlock = IntrinsicMath.Min(blocks - 1, steps > 0 ? (firstStep + steps - 1) / taps : -1);

        // What this thread copies: a piece of every so many pixels, and of every so many weights.
        var piece = thread & (BlockPieces - 1);
        var pixel = (int)((uint)thread / BlockPieces);
        var pixelPlace = TensorCore.Here((pixel * BlockPieces) + TensorConvolutionArguments.PieceAt(pixel, piece));
        var pixelTarget = start + (uint)(pixelPlace * 16);
        var input = TensorCore.GlobalAddress(ref a.Input[0]);
        var weightStride = (long)a.WeightRows * BlockBytes;
        var weights = TensorCore.GlobalAddress(ref a.Weights[0])
            + (sample * a.WeightStride * 16L)
            + (((firstTap * blocks) + firstStep) * weightStride) + (((Grid.IdxY * Channels * BlockPieces) + thread) * 16);
        var weightTarget = (uint)TensorCore.Here((int)weightStart + (thread * 16));

        // The first blocks and the first taps set out. Of one block there is none that could be on its way.
        var ahead = IntrinsicMath.Max(1, a.Tiling.PixelBuffers - 1);
        for (var i = 0; i < ahead; i++)
            CopyPixels(a, places, input, pixelTarget + (uint)(i * pixelBufferBytes), block + i, lastBlock, piece, pixel);
        var pixelSlot = 0;
        CopyWeights(weights, weightTarget, steps > 0);
        if (TStaging.IsAsynchronous)
        {
            TensorCore.CommitGroup();
            CopyWeights(weights + weightStride, weightTarget + (uint)WeightBytes, steps > 1);
            TensorCore.CommitGroup();
        }
        weights += (WeightStages - 1) * weightStride;
        var weightSlot = 0;

        // Until they are there, the styles.
        TensorStyles.Load<TArithmetic>(a, styles, sample, Threads);
        Group.Barrier();

        // Which row of which matrix this lane names: of 16 pixels and two pieces, of 16 channels and two pieces.
        var lane = thread & 31;
        var warp = thread >> 5;
        var warpPixel = (int)((uint)warp / (uint)TTile.ChannelWarps) * TTile.RowTiles * 16;
        var warpChannel = (warp & (TTile.ChannelWarps - 1)) * 32;
        var rowPixel = firstPlace + warpPixel + (lane & 15);
        var row0 = HaloRow(a, rowPixel);
        var row1 = HaloRow(a, rowPixel + 16);
        var row2 = HaloRow(a, rowPixel + 32);
        var row3 = HaloRow(a, rowPixel + 48);
        var pixelPiece = (uint)TensorCore.Here((lane >> 4) * 16);
        var weightRow = (uint)TensorCore.Here(
            (int)weightStart
            + ((warpChannel + ((lane >> 4) * 8) + (lane & 7)) * BlockBytes)
            + (TensorConvolutionArguments.PieceAt(lane, (lane >> 3) & 1) * 16));

        var sums = default(TensorSums);
        var stagedWeights = default(StagedWeights<TTile>);
        var stagedPixels = default(StagedPixels<TTile>);
        var nextPixel = pixel;
        for (var step = 0; step < steps; step++)
        {
            // Only the weights that set out last may still be on their way; a block's pixels set out as many taps ago as a block has.
            if (TStaging.IsAsynchronous)
            {
                if (((a.Tiling.PixelBuffers - 2) * taps) + IntrinsicMath.Min(step, taps) < 2 & step > 0 & tap == 0)
                    TensorCore.WaitForAllGroups();
                else
                    TensorCore.WaitForAllGroupsButOne();
            }
            var begins = tap == 0 | step == 0;
            if (begins)
            {
                if (step > 0)
                {
                    pixelSlot = pixelSlot + 1 == a.Tiling.PixelBuffers ? 0 : pixelSlot + 1;
                    nextPixel = pixel;
                }
                // Each thread what it copied itself: nobody else has to wait for it before.
                if (TensorStyles.Change<TArithmetic>(a))
                {
                    var first = (pixelSlot * a.Tiling.HaloPixels * BlockPieces) + pixelPlace;
                    TensorStyles.Scale<TArithmetic>(shared, first, a.Tiling.HaloPixels - pixel, Threads, styles, (block * StyleWords / 4) + piece);
                }
            }
            // What sets out now goes where the step before this one read.
            var nextPixelSlot = pixelSlot == 0 ? a.Tiling.PixelBuffers - 1 : pixelSlot - 1;
            var nextWeightSlot = weightSlot == 0 ? WeightStages - 1 : weightSlot - 1;
            var shift = shifts[tap];
            Group.Barrier();
            var nextBlock = block + ahead;
            var hasWeights = step + WeightStages - 1 < steps;
            var hasPixels = !TStaging.IsAsynchronous & nextBlock <= lastBlock & nextPixel - pixel < a.Tiling.HaloPixels;
            if (TStaging.IsAsynchronous)
            {
                if (begins)
                    CopyPixels(a, places, input, pixelTarget + (uint)(nextPixelSlot * pixelBufferBytes), nextBlock, lastBlock, piece, pixel);
                CopyWeights(weights, weightTarget + (uint)(nextWeightSlot * WeightBytes), hasWeights);
                TensorCore.CommitGroup();
            }
            else
            {
                stagedWeights.Load(weights, hasWeights ? 1 : 0);
                if (hasPixels)
                    stagedPixels.Load(a, places, input, nextPixel, (nextBlock * BlockPieces) + piece);
            }
            weights += weightStride;

            // Of the last block's channels half may be none at all.
            var isWhole = a.InputPieces - (block * BlockPieces) > BlockPieces / 2;
            var pixels = start + (uint)(pixelSlot * pixelBufferBytes);
            var address = new Addresses
            {
                Pixels0 = RowAddress(pixels, row0 + shift, pixelPiece),
                Pixels1 = RowAddress(pixels, row1 + shift, pixelPiece),
                Pixels2 = RowAddress(pixels, row2 + shift, pixelPiece),
                Pixels3 = RowAddress(pixels, row3 + shift, pixelPiece),
                Weights = weightRow + (uint)(weightSlot * WeightBytes),
            };
            if (TArithmetic.IsSplit)
            {
                var part = default(TensorSums);
                MultiplyBlock(ref part, address, isWhole);
                sums.Add<TTile>(part);
            }
            else
            {
                MultiplyBlock(ref sums, address, isWhole);
            }

            if (!TStaging.IsAsynchronous)
            {
                stagedWeights.Store(weightTarget + (uint)(nextWeightSlot * WeightBytes), hasWeights ? 1 : 0);
                if (hasPixels)
                {
                    var target = pixelTarget + (uint)((nextPixelSlot * pixelBufferBytes) + ((nextPixel - pixel) * BlockBytes));
                    stagedPixels.Store(a, target, nextPixel);
                    nextPixel += Pixels;

                    // Of few taps the margins have no products of their own to wait behind.
                    if (tap + 1 == taps)
                        CopyPixels(a, places, input, target + (uint)(Pixels * BlockBytes), nextBlock, lastBlock, piece, nextPixel);
                }
            }

            weightSlot = weightSlot + 1 == WeightStages ? 0 : weightSlot + 1;
            tap++;
            if (tap == taps)
            {
                tap = 0;
                block++;
            }
        }

        if (TStaging.IsAsynchronous)
            TensorCore.WaitForAllGroups();
        Group.Barrier();
        sums.Store<TTile>(
            shared.Cast<Float2>().SubView(((warpPixel + (lane >> 2)) * TensorGroup<TTile>.SumPitch / 2) + (warpChannel / 2) + (lane & 3), Pixels * TensorGroup<TTile>.SumPitch / 2), TensorGroup<TTile>.SumPitch / 2);
        Group.Barrier();
        TensorOutput<TTile>.Finish(a, shared, slice, sample, phase, firstPlace, tileY, tileX);
    }

    /// <summary>Sends a block of the tile's pixels on its way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyPixels(
        TensorConvolutionArguments a, ArrayView<int> places, long input, uint target, int block, int lastBlock, int piece, int pixel)
    {
        if (block <= lastBlock)
        {
            var at = (block * BlockPieces) + piece;
            var hasPiece = at < a.InputPieces;
            var source = input + (at * 16L);
            for (var i = pixel; i < a.Tiling.HaloPixels; i += Threads / BlockPieces)
            {
                // Nothing is read where there is no pixel or no channel.
                var place = places[i];
                Copy(target, source + (place * 16L), place >= 0 & hasPiece ? 16 : 0);
                target += (uint)(Threads / BlockPieces * BlockBytes);
            }
        }
    }

    /// <summary>Sends the weights of a tap and block on their way; they stand as they will in shared memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyWeights(long weights, uint target, bool exists)
    {
        if (exists)
        {
            for (var i = 0; i < Channels * BlockPieces / Threads; i++)
                Copy(target + (uint)(i * Threads * 16), weights + (i * Threads * 16L), 16);
        }
    }

    /// <summary>A piece, or zeros: on its way, or there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(uint target, long source, int bytes)
    {
        if (TStaging.IsAsynchronous)
            TensorCore.CopyAsync16(target, source, bytes);
        else
            TensorCore.StorePiece(target, 1, TensorCore.LoadPiece(source, bytes));
    }

    /// <summary>Where a place of the strip, counted from the row of the tile's first, stands among those with margins, for the tap of the upper left corner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HaloRow(TensorConvolutionArguments a, int place) =>
        TensorCore.Here(place + ((int)((uint)place / (uint)a.Tiling.Width) * (a.Tiling.Pitch - a.Tiling.Width)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint RowAddress(uint pixels, int row, uint piece) => pixels + (uint)(row * BlockBytes) + (piece ^ (uint)((row & 7) * 16));

    /// <summary>Adds the products of a tap and a block, or of its first half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyBlock(ref TensorSums sums, Addresses address, bool isWhole)
    {
        if (isWhole)
        {
            Multiply(ref sums, Load(address, 0));
            Multiply(ref sums, Load(address, 1));
            Multiply(ref sums, Load(address, 2));
            Multiply(ref sums, Load(address, 3));
        }
        else
        {
            Multiply(ref sums, Load(address, 0));
            Multiply(ref sums, Load(address, 1));
        }
    }

    /// <summary>The matrices of one step of the products: two pieces of every pixel and channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Matrices Load(Addresses address, int k)
    {
        var matrices = new Matrices
        {
            Weights0 = TensorCore.LoadMatrix4(address.Weights ^ ((uint)k * StepBytes)),
            Pixels0 = TensorCore.LoadMatrix4(address.Pixels0 ^ ((uint)k * StepBytes)),
            Weights1 = TensorCore.LoadMatrix4((address.Weights ^ ((uint)k * StepBytes)) + (16 * BlockBytes)),
            Pixels1 = TensorCore.LoadMatrix4(address.Pixels1 ^ ((uint)k * StepBytes)),
        };
        if (TTile.RowTiles == 4)
        {
            matrices.Pixels2 = TensorCore.LoadMatrix4(address.Pixels2 ^ ((uint)k * StepBytes));
            matrices.Pixels3 = TensorCore.LoadMatrix4(address.Pixels3 ^ ((uint)k * StepBytes));
        }
        return matrices;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref TensorSums sums, Matrices matrices)
    {
        var (weights0, weights1) = (matrices.Weights0, matrices.Weights1);
        var small0 = default(Words4);
        var small1 = default(Words4);
        if (TArithmetic.IsSplit)
        {
            weights0 = SplitTf32.Big(weights0);
            weights1 = SplitTf32.Big(weights1);
            small0 = SplitTf32.Small(matrices.Weights0, weights0);
            small1 = SplitTf32.Small(matrices.Weights1, weights1);
        }
        Multiply(ref sums.R0, matrices.Pixels0, weights0, weights1, small0, small1);
        Multiply(ref sums.R1, matrices.Pixels1, weights0, weights1, small0, small1);
        if (TTile.RowTiles == 4)
        {
            Multiply(ref sums.R2, matrices.Pixels2, weights0, weights1, small0, small1);
            Multiply(ref sums.R3, matrices.Pixels3, weights0, weights1, small0, small1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref TensorSumRow sums, Words4 pixels, Words4 weights0, Words4 weights1, Words4 small0, Words4 small1)
    {
        if (TArithmetic.IsHalf)
        {
            sums.MultiplyHalf(pixels, weights0, weights1);
        }
        else if (TArithmetic.IsSplit)
        {
            var big = SplitTf32.Big(pixels);
            sums.MultiplyTf32(SplitTf32.Small(pixels, big), weights0, weights1);
            sums.MultiplyTf32(big, small0, small1);
            sums.MultiplyTf32(big, weights0, weights1);
        }
        else
        {
            sums.MultiplyTf32(pixels, weights0, weights1);
        }
    }

    /// <summary>What a lane holds of the matrices of one step.</summary>
    private struct Matrices
    {
        public Words4 Weights0;
        public Words4 Weights1;
        public Words4 Pixels0;
        public Words4 Pixels1;
        public Words4 Pixels2;
        public Words4 Pixels3;
    }

    /// <summary>Where this lane's rows of matrices begin.</summary>
    private struct Addresses
    {
        public uint Pixels0;
        public uint Pixels1;
        public uint Pixels2;
        public uint Pixels3;
        public uint Weights;
    }
}
