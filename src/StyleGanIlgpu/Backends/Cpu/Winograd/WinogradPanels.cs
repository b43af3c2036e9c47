using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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

    // Ranges of blocks of input channels, whose weights for an output tile take half of a first-level cache.
    private readonly Extent[] chunks;
    private readonly int inChannels;
    private readonly int outChannels;
    private readonly int inBlocks;
    private readonly int outBlocks;
    private readonly float* prepared;

    /// <param name="form">The form.</param>
    /// <param name="op">Whose weights.</param>
    /// <param name="compilation">Has them packed.</param>
    public WinogradPanels(WinogradForm form, Convolution op, CpuCompilation compilation)
    {
        this.form = form;
        (outChannels, inChannels) = (op.Weight.Shape[0], op.Weight.Shape[1]);
        (inBlocks, outBlocks) = (CpuLayout.Blocks(inChannels), CpuLayout.Blocks(outChannels));
        chunks = [.. BlockRanges.Cut(inBlocks, ChunkBlocks).Select(range => new Extent(range.Begin, range.End))];
        var gain = op.WeightGain;
        prepared = compilation.Prepare(op.Weight, $"Winograd {form.Name}*{gain:R}", form.Points * PointFloats, (stored, target) => Pack(stored, gain, target)).Values;
    }

    /// <summary>Tiles of output channels.</summary>
    public int Tiles => (outBlocks + ConvolutionPanels.TileVectors - 1) / ConvolutionPanels.TileVectors;

    /// <summary>All weights, in bytes.</summary>
    public long Bytes => form.Points * PointFloats * sizeof(float);

    private long PointFloats => (long)outBlocks * SimdLevel.Lanes * inBlocks * SimdLevel.Lanes;

    /// <summary>Vectors of a tile: 2, or 1 for a last odd one.</summary>
    public int VectorsOf(int tile) => Math.Min(ConvolutionPanels.TileVectors, outBlocks - tile * ConvolutionPanels.TileVectors);

    /// <summary>The products of tiles of inputs with tiles of output channels at all points, summed over the input channels.</summary>
    /// <param name="values">Values: [point][block][tile][B].</param>
    /// <param name="valueStride">Floats from a point's values to the next point's.</param>
    /// <param name="blockStride">Floats from a block's values to the next block's.</param>
    /// <param name="tiles">Tiles of inputs.</param>
    /// <param name="outs">Tiles of output channels.</param>
    /// <param name="products">The first product.</param>
    /// <param name="layout">Where the others lie.</param>
    public void Multiply<TSimd, TVec>(float* values, nint valueStride, nint blockStride, int tiles, Extent outs, float* products, ProductLayout layout)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var noTaps = 0;
        for (var point = 0; point < form.Points; point++)
        {
            for (var o = outs.Begin; o < outs.End; o++)
            {
                foreach (var chunk in chunks)
                {
                    ConvolutionKernel<TSimd, TVec>.Accumulate(
                        VectorsOf(o),
                        values + point * valueStride + chunk.Begin * blockStride,
                        blockStride,
                        chunk.Length,
                        &noTaps,
                        1,
                        Panel(point, o, chunk.Begin),
                        products + (o - outs.Begin) * layout.OutStride + point * layout.PointStride,
                        layout.TileStride,
                        tiles,
                        chunk.Begin == 0);
                }
            }
        }
    }

    private float* Panel(int point, int tile, int block)
    {
        var lanes = SimdLevel.Lanes;
        return prepared + point * PointFloats + (long)lanes * lanes * (tile * ConvolutionPanels.TileVectors * inBlocks + block * VectorsOf(tile));
    }

    private void Pack(ReadOnlySpan<float> stored, double gain, float* target)
    {
        const int Elements = WinogradForm.Taps * WinogradForm.Taps;
        var lanes = SimdLevel.Lanes;
        var taps = stackalloc double[Elements * ConvolutionPanels.TileVectors * lanes];
        for (var tile = 0; tile < Tiles; tile++)
        {
            var row = VectorsOf(tile) * lanes;
            var first = tile * ConvolutionPanels.TileVectors * lanes;
            new Span<double>(taps, Elements * row).Clear();
            for (var i = 0; i < inChannels; i++, target += row)
            {
                for (var lane = 0; lane < Math.Min(row, outChannels - first); lane++)
                {
                    var source = stored.Slice(((first + lane) * inChannels + i) * Elements, Elements);
                    for (var tap = 0; tap < Elements; tap++)
                        taps[tap * row + lane] = source[tap] * gain;
                }
                for (var lane = 0; lane < row; lane += Vector256<double>.Count)
                    Transform(taps + lane, row, target + lane);
            }
            target += (inBlocks * lanes - inChannels) * row;
        }
    }

    /// <summary>The values of four kernels: their taps and their values side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transform(double* taps, int stride, float* target)
    {
        const int Taps = WinogradForm.Taps;
        var columns = stackalloc Vector256<double>[form.Values * Taps];
        fixed (double* kernel = form.Kernel)
        {
            for (var y = 0; y < form.Values; y++)
            {
                for (var x = 0; x < Taps; x++)
                {
                    columns[y * Taps + x] = Vector256.Load(taps + x * stride) * kernel[y * Taps]
                        + Vector256.Load(taps + (Taps + x) * stride) * kernel[y * Taps + 1]
                        + Vector256.Load(taps + (2 * Taps + x) * stride) * kernel[y * Taps + 2];
                }
            }
            for (var y = 0; y < form.Values; y++)
            {
                for (var x = 0; x < form.Values; x++)
                {
                    var value = columns[y * Taps] * kernel[x * Taps] + columns[y * Taps + 1] * kernel[x * Taps + 1] + columns[y * Taps + 2] * kernel[x * Taps + 2];
                    Vector256.Narrow(value, value).GetLower().Store(target);
                    target += PointFloats;
                }
            }
        }
    }
}

/// <summary>Where products lie.</summary>
/// <param name="OutStride">Floats from a tile of output channels to the next.</param>
/// <param name="PointStride">Floats from a point to the next.</param>
/// <param name="TileStride">Floats from a tile of inputs to the next.</param>
internal readonly record struct ProductLayout(nint OutStride, nint PointStride, nint TileStride);
