using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>A torgb that takes the outputs of a convolution piece by piece, in place of the map between them.</summary>
internal sealed class WinogradRgb(Convolution op, CpuCompilation compilation)
{
    /// <summary>Rows and columns of the largest piece.</summary>
    public static readonly int Rows = WinogradForm.Plain.Outputs, Columns = WinogradTiles.Most * WinogradForm.Plain.Outputs;

    public ConvolutionTensors Tensors { get; } = new(op, compilation);

    public NarrowConvolution Narrow { get; } = new(op, compilation);

    /// <summary>Where the parts of its scratch lie, in floats.</summary>
    public WinogradRgbScratch Scratch(ScratchParts parts)
    {
        var lanes = SimdLevel.Lanes;
        return new WinogradRgbScratch(
            parts.Take(Narrow.Ins),
            parts.Take((long)NarrowConvolution.Outs * Narrow.Ins),
            parts.Take((long)Tensors.OutBlocks * lanes),
            parts.Take(Columns),
            parts.Take((long)Narrow.Ins * Rows * Columns),
            parts.Take((long)Columns * lanes));
    }
}

/// <summary>Offsets in a task's scratch.</summary>
/// <param name="Style">The style, a factor for every input channel.</param>
/// <param name="Weights">The weights times the style.</param>
/// <param name="Demodulation">A factor for every output channel.</param>
/// <param name="Noise">The noise of a row.</param>
/// <param name="Map">The outputs of a piece: [block][row][column][B].</param>
/// <param name="Sums">The sums of a row.</param>
internal readonly record struct WinogradRgbScratch(long Style, long Weights, long Demodulation, long Noise, long Map, long Sums);

/// <inheritdoc cref="WinogradRgb"/>
internal sealed unsafe class WinogradRgb<TSimd, TVec>(WinogradRgb rgb, WinogradRgbScratch layout)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private static readonly nint RowFloats = (nint)WinogradRgb.Columns * TSimd.Lanes, BlockFloats = WinogradRgb.Rows * RowFloats;

    private readonly RowFinish<TSimd, TVec> finish = new(rgb.Tensors);

    /// <summary>Where a row of a block of the piece's outputs goes.</summary>
    public float* MapRow(float* scratch, int block, int row) => scratch + layout.Map + block * BlockFloats + row * RowFloats;

    /// <summary>Loads what belongs to a sample.</summary>
    public void Begin(int sample, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        rgb.Tensors.LoadStyle(sample, frame, scratch + layout.Style);
        rgb.Narrow.Scale(scratch + layout.Style, scratch + layout.Weights);
        rgb.Tensors.LoadDemodulation(sample, frame, scratch + layout.Demodulation);
    }

    /// <summary>Makes the colours of a piece, whose outputs are all in the scratch.</summary>
    public void Run(int sample, Extent rows, Extent columns, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var sums = scratch + layout.Sums;
        for (var y = rows.Begin; y < rows.End; y++)
        {
            rgb.Narrow.Row<TSimd, TVec>(MapRow(scratch, 0, y - rows.Begin), BlockFloats, scratch + layout.Weights, sums, TSimd.Lanes, columns.Length);
            rgb.Tensors.Noise.Fill(frame.NoiseSeed, new Extent(y, y + 1), columns, scratch + layout.Noise);
            for (var block = 0; block < rgb.Tensors.OutBlocks; block++)
                finish.Row(sample, block, y, columns, sums, TSimd.Lanes, scratch + layout.Noise, scratch + layout.Demodulation, frame);
        }
    }
}
