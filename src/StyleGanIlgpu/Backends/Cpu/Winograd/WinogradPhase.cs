using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>The products of a strip at all points, and the outputs that they make.</summary>
internal sealed unsafe class WinogradPhase<TSimd, TVec>(WinogradConvolution convolution) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly WinogradInput<TSimd, TVec> input = new(convolution);
    private readonly RowFinish<TSimd, TVec> finish = new(convolution.Tensors);
    private readonly WinogradRgb<TSimd, TVec>? rgb = convolution.Rgb is { } followed ? new WinogradRgb<TSimd, TVec>(followed, convolution.Scratch.Rgb) : null;
    private readonly ConvolutionTensors tensors = convolution.Tensors;
    private readonly WinogradTiling tiling = convolution.Tiling;
    private readonly WinogradPanels panels = convolution.Panels;
    private readonly WinogradScratch layout = convolution.Scratch;

    public override int TaskCount => tiling.TaskCount;

    public override int ScratchBytes => layout.Bytes;

    public override string ToString() => $"Winograd convolution, {tensors}";

    public override void Run(int task, in CpuFrame frame)
    {
        var (strip, outs) = tiling[task];
        var scratch = (float*)frame.Scratch;
        float* values;
        if (tiling.IsShared)
        {
            values = frame.Floats(convolution.SharedOffset) + strip * convolution.StripFloats;
        }
        else
        {
            values = scratch + layout.Strip;
            input.Transform(strip, new Extent(0, tensors.InBlocks), values, frame);
        }
        var tiles = tiling.Strip(strip);
        panels.Multiply<TSimd, TVec>(
            values,
            convolution.PointFloats,
            (nint)tiling.Capacity * TSimd.Lanes,
            tiles.Length,
            outs,
            scratch + layout.Products,
            new ProductLayout((nint)tiling.Capacity * layout.ProductFloats, ConvolutionPanels.TileVectors * TSimd.Lanes, layout.ProductFloats));
        Finish(tiles, outs, frame);
    }

    private void Finish(Extent tiles, Extent outs, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var (noise, demodulation) = (layout.Noise, layout.Demodulation);
        var rowFloats = (nint)WinogradScratch.RowColumns * TSimd.Lanes;
        var sample = -1;
        for (var tile = tiles.Begin; tile < tiles.End;)
        {
            var piece = tiling.Piece(tile, tiles.End);
            var (rows, columns) = (tiling.Rows(piece), tiling.Columns(piece));
            if (piece.Sample != sample)
            {
                tensors.LoadDemodulation(sample = piece.Sample, frame, scratch + demodulation);
                rgb?.Begin(sample, frame);
            }
            tensors.Noise.Fill(frame.NoiseSeed, rows, columns, scratch + noise);
            for (var o = outs.Begin; o < outs.End; o++)
            {
                var products = scratch + layout.Products + ((nint)(o - outs.Begin) * tiling.Capacity + tile - tiles.Begin) * layout.ProductFloats;
                for (var vector = 0; vector < panels.VectorsOf(o); vector++)
                {
                    WinogradTiles<PlainTransform<TSimd, TVec>, TSimd, TVec>.Outputs(
                        products + vector * TSimd.Lanes,
                        ConvolutionPanels.TileVectors * TSimd.Lanes,
                        layout.ProductFloats,
                        piece.Count,
                        scratch + layout.Transform,
                        scratch + layout.Rows,
                        TSimd.Lanes,
                        rowFloats);
                    Store(piece.Sample, o * ConvolutionPanels.TileVectors + vector, rows, columns, frame);
                }
            }
            rgb?.Run(sample, rows, columns, frame);
            tile += piece.Count;
        }
    }

    /// <summary>Finishes the outputs of one block of channels, into the map or for torgb to read.</summary>
    private void Store(int sample, int block, Extent rows, Extent columns, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var sums = scratch + layout.Rows;
        var noise = scratch + layout.Noise;
        var demodulation = scratch + layout.Demodulation;
        for (var y = rows.Begin; y < rows.End; y++)
        {
            if (rgb is null)
                finish.Row(sample, block, y, columns, sums, TSimd.Lanes, noise, demodulation, frame);
            else
                finish.Run(
                    block,
                    columns.Length,
                    sums,
                    TSimd.Lanes,
                    noise,
                    demodulation,
                    finish.Residual(sample, block, y, columns.Begin, frame),
                    rgb.MapRow(scratch, block, y - rows.Begin));
            sums += WinogradScratch.RowColumns * TSimd.Lanes;
            noise += columns.Length;
        }
    }
}
