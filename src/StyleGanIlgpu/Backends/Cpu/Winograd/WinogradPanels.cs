using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// Weights [out, in, 3, 3] as values of a form, in the order in which they are read: [point][output tile][block][B][vectors * B].
/// </summary>
internal sealed unsafe class WinogradPanels
{
    private static readonly int ChunkBlocks = Math.Max(1, (18 << 10) / (SimdLevel.Lanes * ConvolutionPanels.TileVectors * SimdLevel.Lanes * sizeof(float)));

    private readonly WinogradForm form;
    private readonly int inChannels;
    private readonly int outChannels;
    private readonly int inBlocks;
    private readonly int outBlocks;
    private readonly float* values;

    /// <param name="form">The form.</param>
    /// <param name="op">Whose weights.</param>
    /// <param name="compilation">Has them packed.</param>
    public WinogradPanels(WinogradForm form, Convolution op, CpuCompilation compilation)
    {
        this.form = form;
        (outChannels, inChannels) = (op.Weight.Shape[0], op.Weight.Shape[1]);
        (inBlocks, outBlocks) = (CpuLayout.Blocks(inChannels), CpuLayout.Blocks(outChannels));
        Chunks = [.. BlockRanges.Cut(inBlocks, ChunkBlocks).Select(range => new Extent(range.Begin, range.End))];
        var gain = op.WeightGain;
        values = compilation.Prepare(op.Weight, $"Winograd {form.Name}*{gain:R}", form.Points * PointFloats, (stored, prepared) => Pack(stored, gain, prepared)).Values;
    }

    /// <summary>Ranges of blocks of input channels, whose weights for an output tile take half of a first-level cache.</summary>
    public Extent[] Chunks { get; }

    /// <summary>Tiles of output channels.</summary>
    public int Tiles => (outBlocks + ConvolutionPanels.TileVectors - 1) / ConvolutionPanels.TileVectors;

    /// <summary>All weights, in bytes.</summary>
    public long Bytes => form.Points * PointFloats * sizeof(float);

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
        Span<double> taps = stackalloc double[WinogradForm.Taps * WinogradForm.Taps];
        Span<double> columns = stackalloc double[WinogradForm.Largest * WinogradForm.Taps];
        Span<double> points = stackalloc double[form.Points];
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
                    for (var x = 0; x < WinogradForm.Taps; x++)
                        form.Kernel(taps[x..], WinogradForm.Taps, columns[x..], WinogradForm.Taps);
                    for (var y = 0; y < form.Values; y++)
                        form.Kernel(columns[(WinogradForm.Taps * y)..], 1, points[(form.Values * y)..], 1);
                    for (var point = 0; point < points.Length; point++)
                        target[point * PointFloats + lane] = (float)points[point];
                }
            }
        }
    }
}
