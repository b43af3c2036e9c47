using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// Weights [out, in, 3, 3] at the points of the transform, in the order in which they are read: [point][output tile][block][B][vectors * B].
/// </summary>
internal sealed unsafe class WinogradPanels
{
    private const int ChunkBytes = 18 << 10;

    private readonly int inChannels;
    private readonly int outChannels;
    private readonly int inBlocks;
    private readonly int outBlocks;
    private readonly float* values;

    public WinogradPanels(Convolution op, CpuCompilation compilation)
    {
        var lanes = SimdLevel.Lanes;
        (outChannels, inChannels) = (op.Weight.Shape[0], op.Weight.Shape[1]);
        (inBlocks, outBlocks) = (CpuLayout.Blocks(inChannels), CpuLayout.Blocks(outChannels));
        var blockBytes = lanes * ConvolutionPanels.TileVectors * lanes * sizeof(float);
        Chunks = [.. BlockRanges.Cut(inBlocks, Math.Max(1, ChunkBytes / blockBytes)).Select(range => new Extent(range.Begin, range.End))];
        var gain = op.WeightGain;
        values = compilation.Prepare(op.Weight, $"winograd*{gain:R}", WinogradTransform.Points * PointFloats, (stored, prepared) => Pack(stored, gain, prepared)).Values;
    }

    /// <summary>Ranges of blocks of input channels whose weights for a tile stay in a first-level cache.</summary>
    public Extent[] Chunks { get; }

    /// <summary>Tiles of output channels.</summary>
    public int Tiles => (outBlocks + ConvolutionPanels.TileVectors - 1) / ConvolutionPanels.TileVectors;

    /// <summary>All weights, in bytes.</summary>
    public long Bytes => WinogradTransform.Points * PointFloats * sizeof(float);

    private long PointFloats => (long)outBlocks * SimdLevel.Lanes * inBlocks * SimdLevel.Lanes;

    /// <summary>Vectors of a tile: 2, or 1 for a last odd one.</summary>
    public int VectorsOf(int tile) => Math.Min(ConvolutionPanels.TileVectors, outBlocks - tile * ConvolutionPanels.TileVectors);

    public float* Panel(int point, int tile, int block)
    {
        var lanes = SimdLevel.Lanes;
        return values + point * PointFloats + (long)lanes * lanes * (tile * ConvolutionPanels.TileVectors * inBlocks + block * VectorsOf(tile));
    }

    private void Pack(ReadOnlySpan<float> stored, double gain, float* prepared)
    {
        var lanes = SimdLevel.Lanes;
        Span<double> taps = stackalloc double[9];
        Span<double> columns = stackalloc double[WinogradTransform.Inputs * 3];
        Span<double> points = stackalloc double[WinogradTransform.Points];
        var target = prepared;
        for (var tile = 0; tile < Tiles; tile++)
        {
            var row = VectorsOf(tile) * lanes;
            for (var i = 0; i < inBlocks * lanes; i++, target += row)
            {
                for (var lane = 0; lane < row && i < inChannels; lane++)
                {
                    var o = tile * ConvolutionPanels.TileVectors * lanes + lane;
                    if (o >= outChannels)
                        break;
                    for (var tap = 0; tap < taps.Length; tap++)
                        taps[tap] = stored[(o * inChannels + i) * taps.Length + tap] * gain;
                    for (var x = 0; x < 3; x++)
                        WinogradTransform.Kernel(taps[x..], 3, columns[x..], 3);
                    for (var y = 0; y < WinogradTransform.Inputs; y++)
                        WinogradTransform.Kernel(columns[(3 * y)..], 1, points[(WinogradTransform.Inputs * y)..], 1);
                    for (var point = 0; point < points.Length; point++)
                        target[point * PointFloats + lane] = (float)points[point];
                }
            }
        }
    }
}
