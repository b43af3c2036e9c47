using System.Runtime.CompilerServices;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>Where the input of a convolution lies, and the styles that scale it.</summary>
internal sealed record ConvolutionSource(TensorShape Shape, long Offset, long? Styles, int StyleRow, int StyleOffset);

/// <summary>
/// One <see cref="TapGroup"/> of a convolution. A task packs its tile of the input once, scaled by the styles and padded with zeros, then runs
/// the kernel over it for one pair of output blocks after another. Pixels are numbered through the packed rows, so the kernel never
/// meets a border; what it computes between two rows is dropped. Sums go through the target's epilogue, or, where a filter comes
/// first, as they are into a buffer [N][blocks][height][width][B].
/// </summary>
internal sealed unsafe class ConvolutionPhase<TSimd, TVec>(
    ConvolutionGeometry g, ConvolutionSource source, float* weights, ConvolutionTarget? target, long bufferOffset, int bufferHeight, int bufferWidth)
    : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly nint packedFloats = g.InBlocks * g.BlockStride;
    private readonly nint sumFloats = (nint)g.Positions * 2 * TSimd.Lanes;

    public override int TaskCount => g.TaskCount;

    public override int ScratchBytes => checked((int)((packedFloats + sumFloats + (target?.ScratchFloats ?? 0)) * sizeof(float)));

    public override void Run(int task, in CpuFrame frame)
    {
        var (tile, part) = Math.DivRem(task, g.OutGroups);
        var (sampleRow, tileX) = Math.DivRem(tile, g.TilesAcross);
        var (sample, tileY) = Math.DivRem(sampleRow, g.TilesDown);
        var (y, x) = (tileY * g.TileRows, tileX * g.TileColumns);
        var (rows, columns) = (Math.Min(g.TileRows, g.Group.Rows - y), Math.Min(g.TileColumns, g.Group.Columns - x));
        var packed = (float*)frame.Scratch;
        var sums = packed + packedFloats;
        Pack(frame, sample, y + g.Top, x + g.Left, rows + g.HaloY, columns + g.HaloX, packed);
        var (first, last) = (g.OutTiles * part / g.OutGroups, g.OutTiles * (part + 1) / g.OutGroups);
        for (var outTile = first; outTile < last; outTile++)
        {
            var outBlocks = Math.Min(2, g.OutBlocks - 2 * outTile);
            Multiply(packed, rows * g.PackedWidth, weights + g.WeightOffset(outTile), outBlocks, sums);
            Store(frame, sample, outTile * 2, outBlocks, y, x, rows, columns, sums, sums + sumFloats);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(float* packed, int positions, float* panel, int outBlocks, float* sums)
    {
        var pixels = ConvolutionKernel<TSimd, TVec>.Pixels;
        new Span<float>(sums, (positions + pixels - 1) / pixels * pixels * outBlocks * TSimd.Lanes).Clear();
        fixed (nint* taps = g.TapOffsets)
        {
            for (var block = 0; block < g.InBlocks; block += g.BlocksPerCut)
            {
                var blocks = Math.Min(g.BlocksPerCut, g.InBlocks - block);
                var input = packed + block * g.BlockStride;
                for (var pixel = 0; pixel < positions; pixel += pixels)
                {
                    ConvolutionKernel<TSimd, TVec>.Add(
                        input + (nint)pixel * TSimd.Lanes,
                        g.BlockStride,
                        blocks,
                        taps,
                        g.TapOffsets.Length,
                        panel,
                        sums + (nint)pixel * outBlocks * TSimd.Lanes,
                        outBlocks);
                }
                panel += (nint)blocks * g.TapOffsets.Length * TSimd.Lanes * outBlocks * TSimd.Lanes;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(in CpuFrame frame, int sample, int top, int left, int rows, int columns, float* packed)
    {
        var shape = source.Shape;
        var styles = source.Styles is { } s ? frame.Floats(s) + (nint)sample * source.StyleRow + source.StyleOffset : null;
        var (before, after) = (Math.Clamp(-left, 0, columns), Math.Clamp(left + columns - shape.Width, 0, columns));
        var inside = Math.Max(0, columns - before - after);
        var lanes = stackalloc float[TSimd.Lanes];
        for (var block = 0; block < g.InBlocks; block++)
        {
            for (var i = 0; i < TSimd.Lanes; i++)
            {
                var channel = block * TSimd.Lanes + i;
                lanes[i] = channel >= shape.Channels ? 0 : styles is null ? 1 : styles[channel];
            }
            var scale = TSimd.Load(lanes);
            var plane = frame.Floats(source.Offset) + ((nint)sample * g.InBlocks + block) * shape.Height * shape.Width * TSimd.Lanes;
            for (var row = 0; row < rows; row++)
            {
                var target = packed + block * g.BlockStride + (nint)row * g.PackedWidth * TSimd.Lanes;
                var y = top + row;
                if (y < 0 || y >= shape.Height || inside == 0)
                {
                    new Span<float>(target, columns * TSimd.Lanes).Clear();
                    continue;
                }
                new Span<float>(target, before * TSimd.Lanes).Clear();
                target += before * TSimd.Lanes;
                var pixel = plane + ((nint)y * shape.Width + left + before) * TSimd.Lanes;
                for (var i = 0; i < inside; i++)
                {
                    TSimd.Store(target, TSimd.Multiply(TSimd.Load(pixel), scale));
                    target += TSimd.Lanes;
                    pixel += TSimd.Lanes;
                }
                new Span<float>(target, after * TSimd.Lanes).Clear();
            }
        }
    }

    private void Store(
        in CpuFrame frame, int sample, int firstBlock, int outBlocks, int y, int x, int rows, int columns, float* sums, float* noiseScratch)
    {
        nint stride = outBlocks * TSimd.Lanes;
        for (var row = 0; row < rows; row++)
        {
            var rowSums = sums + row * g.PackedWidth * stride;
            if (target is null)
            {
                for (var i = 0; i < outBlocks; i++)
                    Scatter(frame, sample, firstBlock + i, y + row, x, columns, rowSums + i * TSimd.Lanes, stride);
                continue;
            }
            var noise = target.Noise(frame.NoiseSeed, y + row, x, columns, noiseScratch);
            for (var i = 0; i < outBlocks; i++)
                target.Store<TSimd, TVec>(frame, sample, firstBlock + i, y + row, x, columns, rowSums + i * TSimd.Lanes, stride, noise);
        }
    }

    /// <summary>Stores the sums of a group at its places in the buffer, every Step-th column of every Step-th row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(in CpuFrame frame, int sample, int block, int row, int column, int count, float* sums, nint stride)
    {
        var plane = (nint)sample * g.OutBlocks + block;
        var place = (plane * bufferHeight + row * g.Group.Step + g.Group.OffsetY) * bufferWidth + column * g.Group.Step + g.Group.OffsetX;
        var cell = frame.Floats(bufferOffset) + place * TSimd.Lanes;
        for (var i = 0; i < count; i++)
        {
            TSimd.Store(cell, TSimd.Load(sums));
            cell += (nint)g.Group.Step * TSimd.Lanes;
            sums += stride;
        }
    }
}
