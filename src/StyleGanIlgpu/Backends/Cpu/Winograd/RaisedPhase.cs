using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>The products of a spot strip by strip, the sums that they make, and the outputs that the filter makes of those.</summary>
internal sealed unsafe class RaisedPhase<TSimd, TVec>(RaisedConvolution convolution) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Rows that a row of tiles needs of the one before.</summary>
    private const int Before = RaisedAxis.FilterTaps - 1;

    private static readonly int Sums = WinogradForm.Raised.Outputs;

    private readonly RaisedInput<TSimd, TVec> input = new(convolution);
    private readonly RowFinish<TSimd, TVec> finish = new(convolution.Tensors);
    private readonly ConvolutionTensors tensors = convolution.Tensors;
    private readonly RaisedTiling tiling = convolution.Tiling;
    private readonly WinogradPanels panels = convolution.Panels;
    private readonly RaisedScratch layout = convolution.Scratch;
    private readonly float[] rowTaps = convolution.Filter.Row!;
    private readonly float[] columnTaps = convolution.Filter.Column!;

    private static int PairFloats => ConvolutionPanels.TileVectors * TSimd.Lanes;

    private nint RowFloats => (nint)layout.RowColumns * TSimd.Lanes;

    public override int TaskCount => tiling.TaskCount;

    public override int ScratchBytes => layout.Bytes;

    public override string ToString() => $"Winograd convolution, {tensors}";

    public override void Run(int task, in CpuFrame frame)
    {
        var (index, outs) = tiling[task];
        var spot = tiling.Spot(index);
        var scratch = (float*)frame.Scratch;
        tensors.LoadStyle(spot.Sample, frame, scratch + layout.Style);
        tensors.LoadDemodulation(spot.Sample, frame, scratch + layout.Demodulation);
        var (down, across) = (RaisedAxis.Made(spot.Down), RaisedAxis.Made(spot.Across));
        for (var row = down.Begin; row < down.End; row += tiling.Rows)
        {
            var strip = new Extent(row, Math.Min(down.End, row + tiling.Rows));
            var values = scratch + layout.Strip;
            if (tiling.IsShared)
                values = frame.Floats(convolution.SharedOffset) + index * convolution.StripFloats;
            else
                input.Transform(spot.Sample, strip, across, new Extent(0, tensors.InBlocks), values, frame);
            panels.Multiply<TSimd, TVec>(
                values,
                convolution.ValueStride,
                (nint)convolution.Capacity * TSimd.Lanes,
                strip.Length * across.Length,
                outs,
                scratch + layout.Products,
                new ProductLayout(WinogradForm.Raised.Points * convolution.ProductStride, convolution.ProductStride, PairFloats));
            Finish(spot, strip, outs, frame);
        }
    }

    private void Finish(in RaisedSpot spot, Extent strip, Extent outs, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var rows = convolution.Y.Outputs(new Extent(Math.Max(strip.Begin, spot.Down.Begin), strip.End));
        tensors.Noise.Fill(frame.NoiseSeed, rows, convolution.X.Outputs(spot.Across), scratch + layout.Noise);
        var (isFirst, isLast) = (strip.Begin == RaisedAxis.Made(spot.Down).Begin, strip.End == spot.Down.End);
        for (var o = outs.Begin; o < outs.End; o++)
        {
            var products = scratch + layout.Products + (o - outs.Begin) * WinogradForm.Raised.Points * convolution.ProductStride;
            for (var vector = 0; vector < panels.VectorsOf(o); vector++)
            {
                var block = o * ConvolutionPanels.TileVectors + vector;
                var window = scratch + layout.Window;
                var kept = scratch + layout.Kept + (nint)block * layout.KeptFloats;
                if (isFirst)
                    new Span<float>(window, layout.KeptFloats).Clear();
                else
                    Copy(kept, window);
                Finish(spot, strip, block, products + vector * TSimd.Lanes, window, frame);
                if (!isLast)
                    Copy(window, kept);
            }
        }
    }

    /// <summary>The outputs of one block of channels. The last rows end where a strip's first ones are expected.</summary>
    private void Finish(in RaisedSpot spot, Extent strip, int block, float* products, float* window, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var (made, columns) = (RaisedAxis.Made(spot.Across), convolution.X.Outputs(spot.Across));
        var first = window + (nint)(columns.Begin - convolution.X.First(made.Begin)) * TSimd.Lanes;
        var noise = scratch + layout.Noise;
        fixed (float* acrossTaps = rowTaps, downTaps = columnTaps)
        {
            for (var tile = strip.Begin; tile < strip.End; tile++)
            {
                RaisedRows<TSimd, TVec>.Run(
                    products,
                    convolution.ProductStride,
                    PairFloats,
                    made.Length,
                    acrossTaps,
                    scratch + layout.Rows,
                    window + Before * RowFloats,
                    RowFloats);
                products += made.Length * PairFloats;
                var rows = convolution.Y.Outputs(new Extent(tile, tile + 1));
                if (tile >= spot.Down.Begin)
                {
                    for (var y = rows.Begin; y < rows.End; y++, noise += columns.Length)
                    {
                        finish.Filtered(
                            spot.Sample, block, y, columns, first + (y - convolution.Y.First(tile)) * RowFloats, RowFloats, downTaps, noise, scratch + layout.Demodulation, frame);
                    }
                }
                Copy(window + Sums * RowFloats, window);
            }
        }
    }

    private void Copy(float* source, float* target) => new ReadOnlySpan<float>(source, layout.KeptFloats).CopyTo(new Span<float>(target, layout.KeptFloats));
}
