using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// How one <see cref="TapGroup"/> of a convolution is cut: into tiles of pixels whose input, scaled and padded, stays in the L2 cache; input
/// channels into cuts whose weights stay in the L1 cache; output channels into pairs of blocks. Each output is summed in the same order
/// whatever the cut of pixels and outputs, so pictures don't depend on threads or batches.
/// </summary>
internal sealed class ConvolutionGeometry
{
    private const int TileBytes = 224 << 10;
    private const int WeightBytes = 20 << 10;
    private const int TasksPerWorker = 4;

    public ConvolutionGeometry(TapGroup group, TensorShape input, int outChannels, int batch, int workers)
    {
        Group = group;
        var lanes = SimdLevel.Lanes;
        InBlocks = CpuLayout.Blocks(input.Channels);
        OutBlocks = CpuLayout.Blocks(outChannels);
        Top = group.Taps.Min(t => t.Y);
        Left = group.Taps.Min(t => t.X);
        HaloY = group.Taps.Max(t => t.Y) - Top;
        HaloX = group.Taps.Max(t => t.X) - Left;
        BlocksPerCut = Math.Clamp(WeightBytes / (group.Taps.Length * lanes * 2 * lanes * sizeof(float)), 1, InBlocks);

        (TileRows, TileColumns) = (group.Rows, group.Columns);
        while (InputBytes(TileRows, TileColumns) > TileBytes && TileRows * TileColumns > 1)
        {
            // Rows first, since a row's end costs HaloX pixels of wasted work; then columns.
            if (TileRows > 4 || TileColumns <= 16)
                TileRows = (TileRows + 1) / 2;
            else
                TileColumns = (TileColumns + 1) / 2;
            if (TileRows == 1 && TileColumns <= 16)
                break;
        }
        TilesDown = (group.Rows + TileRows - 1) / TileRows;
        TilesAcross = (group.Columns + TileColumns - 1) / TileColumns;
        OutTiles = (OutBlocks + 1) / 2;
        var tiles = batch * TilesDown * TilesAcross;
        OutGroups = Math.Clamp((workers * TasksPerWorker + tiles - 1) / tiles, 1, OutTiles);
        TaskCount = tiles * OutGroups;

        PackedWidth = TileColumns + HaloX;
        var positions = TileRows * PackedWidth;
        Positions = (positions + MostPixels - 1) / MostPixels * MostPixels;
        // The last pixels of a tile read on past its end, by what rounding up and the taps add.
        BlockStride = (nint)(Positions + HaloY * PackedWidth + HaloX) * lanes;
        TapOffsets = Array.ConvertAll(group.Taps, t => (nint)((t.Y - Top) * PackedWidth + t.X - Left) * lanes);
    }

    private static int MostPixels => SimdLevel.Lanes == 16 ? 14 : 6;

    public TapGroup Group { get; }

    public int InBlocks { get; }

    public int OutBlocks { get; }

    /// <summary>Row and column of the first input that the taps of output (0, 0) read; not positive.</summary>
    public int Top { get; }

    public int Left { get; }

    public int HaloY { get; }

    public int HaloX { get; }

    public int BlocksPerCut { get; }

    public int TileRows { get; }

    public int TileColumns { get; }

    public int TilesDown { get; }

    public int TilesAcross { get; }

    /// <summary>Pairs of output blocks.</summary>
    public int OutTiles { get; }

    /// <summary>Tasks that share a tile of pixels, each with its part of the output blocks.</summary>
    public int OutGroups { get; }

    public int TaskCount { get; }

    /// <summary>Pixels in a row of the packed input.</summary>
    public int PackedWidth { get; }

    /// <summary>Pixels computed, row ends and remainder included.</summary>
    public int Positions { get; }

    /// <summary>Floats from a block of the packed input to the next.</summary>
    public nint BlockStride { get; }

    public nint[] TapOffsets { get; }

    /// <summary>Floats of the packed weights.</summary>
    public long WeightLength => (long)InBlocks * Group.Taps.Length * SimdLevel.Lanes * OutBlocks * SimdLevel.Lanes;

    /// <summary>Floats of the packed weights before an output tile.</summary>
    public long WeightOffset(int outTile) => (long)outTile * 2 * InBlocks * Group.Taps.Length * SimdLevel.Lanes * SimdLevel.Lanes;

    /// <summary>Packs [out, in, kh, kw] as [out tile][in block][tap][in channel][out blocks of the tile][B].</summary>
    public unsafe void Pack(ReadOnlySpan<float> stored, int[] shape, double gain, float* packed)
    {
        var lanes = SimdLevel.Lanes;
        var (outs, ins, kernelHeight, kernelWidth) = (shape[0], shape[1], shape[2], shape[3]);
        for (var o = 0; o < outs; o++)
        {
            var tile = o / (2 * lanes);
            var width = Math.Min(2, OutBlocks - 2 * tile) * lanes;
            var column = packed + WeightOffset(tile) + o % (2 * lanes);
            for (var i = 0; i < ins; i++)
            {
                var block = column + ((long)(i / lanes) * Group.Taps.Length * lanes + i % lanes) * width;
                for (var t = 0; t < Group.Taps.Length; t++)
                {
                    var tap = Group.Taps[t];
                    var weight = stored[((o * ins + i) * kernelHeight + tap.KernelY) * kernelWidth + tap.KernelX];
                    block[(long)t * lanes * width] = (float)(weight * gain);
                }
            }
        }
    }

    private long InputBytes(int rows, int columns) =>
        (long)(rows + HaloY) * (columns + HaloX) * InBlocks * SimdLevel.Lanes * sizeof(float);
}
