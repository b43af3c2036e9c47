using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu.Winograd;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// <see cref="Convolution"/>: each task brings its part of the input into scratch, scaled by the style, a chunk of channels at a time;
/// adds the chunk to the sums of its outputs; and when all chunks are in, filters them where it up-samples, and finishes them.
/// </summary>
internal static class ConvolutionPhase
{
    public static void Compile(Convolution op, CpuCompilation compilation)
    {
        if (WinogradConvolution.Fits(op, compilation.Plan[op.Output].Shape))
        {
            WinogradConvolution.Compile(op, null, compilation);
            return;
        }
        if (PointwiseConvolution.Fits(op))
        {
            PointwiseConvolution.Compile(op, compilation);
            return;
        }
        if (RaisedConvolution.TryCompile(op, compilation))
            return;
        var geometry = new ConvolutionGeometry(op, compilation);
        compilation.Emit(SimdLevel.Lanes switch
        {
            16 => new ConvolutionPhase<Simd512, Vector512<float>>(geometry),
            8 => new ConvolutionPhase<Simd256, Vector256<float>>(geometry),
            _ => new ConvolutionPhase<Simd128, Vector128<float>>(geometry),
        });
    }
}

/// <inheritdoc cref="ConvolutionPhase"/>
internal sealed unsafe class ConvolutionPhase<TSimd, TVec> : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly ConvolutionGeometry g;
    private readonly RowFinish<TSimd, TVec> finish;
    private readonly SumFilter<TSimd, TVec>? filter;

    public ConvolutionPhase(ConvolutionGeometry geometry)
    {
        g = geometry;
        finish = new RowFinish<TSimd, TVec>(g.Tensors);
        filter = g.Filter is null ? null : new SumFilter<TSimd, TVec>(g, g.Filter, finish);
    }

    public override int TaskCount => g.Tiling.TaskCount;

    public override int ScratchBytes => g.Scratch.Bytes;

    public override string ToString() => $"convolution, {g.Tensors}";

    public override void Run(int task, in CpuFrame frame)
    {
        var part = g.Tiling[task];
        var scratch = (float*)frame.Scratch;
        g.Tensors.LoadStyle(part.Sample, frame, scratch + g.Scratch.Scale);
        g.Tensors.LoadDemodulation(part.Sample, frame, scratch + g.Scratch.Demodulation);
        g.Tensors.Noise.Fill(frame.NoiseSeed, part.Rows, part.Columns, scratch + g.Scratch.Noise);

        var sums = new SumGrid(g, part);
        if (g.Narrow is { } narrow)
            AddUpNarrow(part, narrow, frame);
        else
            AddUp(part, sums, frame);
        if (filter is null)
            FinishSums(part, sums, frame);
        else
            FilterSums(part, sums, filter, frame);
    }

    private void AddUp(in ConvolutionTask part, in SumGrid grid, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var tile = scratch + g.Scratch.Tile;
        var taps = (int*)(scratch + g.Scratch.Taps);
        grid.WriteTapOffsets(g, taps);
        var sample = g.Tensors.InputOf(part.Sample, frame);
        var pixels = grid.TileRows.Length * grid.TileColumns.Length;
        var blockStride = (nint)pixels * TSimd.Lanes;
        for (var chunk = 0; chunk < g.Panels.Chunks.Length; chunk++)
        {
            var blocks = g.Panels.Chunks[chunk];
            InputTile<TSimd, TVec>.Pack(
                sample + (nint)blocks.Begin * g.Input.Height * g.Input.Width * TSimd.Lanes,
                g.Input.Height,
                g.Input.Width,
                blocks.Length,
                grid.TileRows,
                grid.TileColumns,
                scratch + g.Scratch.Scale + blocks.Begin * TSimd.Lanes,
                tile);
            // The kernel runs over the end; what it finds there must not be a number that slows it down.
            new Span<float>(tile + blocks.Length * blockStride, ConvolutionKernel.Slack * TSimd.Lanes).Clear();
            for (var o = part.Tiles.Begin; o < part.Tiles.End; o++)
            {
                var phaseTaps = taps;
                for (var p = 0; p < g.Phases.Length; p++)
                {
                    var phase = g.Phases[p];
                    var (first, count) = grid.Run(g, phase);
                    if (count > 0)
                    {
                        ConvolutionKernel<TSimd, TVec>.Accumulate(
                            g.Panels.VectorsOf(o),
                            tile + (nint)first * TSimd.Lanes,
                            blockStride,
                            blocks.Length,
                            phaseTaps,
                            phase.Taps.Length,
                            g.Panels.Panel(o, chunk, p),
                            SumPlane(scratch, o - part.Tiles.Begin, phase.Y) + ((nint)first * g.Step + phase.X) * PixelFloats,
                            g.Step * PixelFloats,
                            count,
                            chunk == 0);
                    }
                    phaseTaps += phase.Taps.Length;
                }
            }
        }
    }

    private void AddUpNarrow(in ConvolutionTask part, NarrowConvolution narrow, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        narrow.Scale(scratch + g.Scratch.Scale, scratch + g.Scratch.Weights);
        var (height, width, columns) = (g.Input.Height, g.Input.Width, part.Columns.Length);
        var sample = g.Tensors.InputOf(part.Sample, frame);
        var sums = SumPlane(scratch, 0, 0);
        for (var y = part.Rows.Begin; y < part.Rows.End; y++, sums += (nint)columns * PixelFloats)
        {
            var row = sample + ((nint)y * width + part.Columns.Begin) * TSimd.Lanes;
            narrow.Row<TSimd, TVec>(row, (nint)height * width * TSimd.Lanes, scratch + g.Scratch.Weights, sums, PixelFloats, columns);
        }
    }

    private void FinishSums(in ConvolutionTask part, in SumGrid grid, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var rowFloats = (nint)grid.TileColumns.Length * PixelFloats;
        var demodulation = scratch + g.Scratch.Demodulation;
        for (var o = part.Tiles.Begin; o < part.Tiles.End; o++)
        {
            for (var vector = 0; vector < g.Panels.VectorsOf(o); vector++)
            {
                var block = o * ConvolutionPanels.TileVectors + vector;
                var noise = scratch + g.Scratch.Noise;
                var row = SumPlane(scratch, o - part.Tiles.Begin, 0) + vector * TSimd.Lanes;
                for (var y = part.Rows.Begin; y < part.Rows.End; y++, row += rowFloats, noise += part.Columns.Length)
                    finish.Row(part.Sample, block, y, part.Columns, row, PixelFloats, noise, demodulation, frame);
            }
        }
    }

    private void FilterSums(in ConvolutionTask part, in SumGrid grid, SumFilter<TSimd, TVec> filter, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        for (var o = part.Tiles.Begin; o < part.Tiles.End; o++)
        {
            var sums = SumPlane(scratch, o - part.Tiles.Begin, 0);
            for (var vector = 0; vector < g.Panels.VectorsOf(o); vector++)
                filter.Run(part, grid, sums + vector * TSimd.Lanes, o * ConvolutionPanels.TileVectors + vector, frame);
        }
    }

    private static int PixelFloats => ConvolutionPanels.TileVectors * TSimd.Lanes;

    private float* SumPlane(float* scratch, int tile, int rowPhase) =>
        scratch + g.Scratch.Sums + (tile * g.Step + rowPhase) * g.Scratch.PlaneFloats;
}
