using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu.Filters;
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
internal sealed unsafe class ConvolutionPhase<TSimd, TVec>(ConvolutionGeometry g) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly RowFinish<TSimd, TVec> finish = new(g);

    public override int TaskCount => g.Tiling.TaskCount;

    public override int ScratchBytes => g.Scratch.Bytes;

    public override void Run(int task, in CpuFrame frame)
    {
        var part = g.Tiling[task];
        var scratch = (float*)frame.Scratch;
        LoadFactors(scratch + g.Scratch.Scale, CpuLayout.Blocks(g.Input.Channels), g.Input.Channels, g.Styles, part.Sample, frame);
        LoadFactors(scratch + g.Scratch.Demodulation, g.Panels.OutBlocks, g.Output.Channels, g.Coefficients, part.Sample, frame);
        g.Noise.Fill(frame.NoiseSeed, part.Rows, part.Columns, scratch + g.Scratch.Noise);

        var sums = new SumGrid(g, part);
        if (g.Narrow is { } narrow)
            AddUpNarrow(part, narrow, frame);
        else
            AddUp(part, sums, frame);
        if (g.Filter is null)
            FinishSums(part, sums, frame);
        else
            FilterSums(part, sums, g.Filter, frame);
    }

    /// <summary>A sample's factors, ones where there are none, and zeros for the channels that a last block has too many.</summary>
    private static void LoadFactors(float* target, int blocks, int channels, RowTensor? rows, int sample, in CpuFrame frame)
    {
        var factors = new Span<float>(target, blocks * TSimd.Lanes);
        if (rows is { } tensor)
            new ReadOnlySpan<float>(frame.Floats(tensor.Offset) + (nint)sample * tensor.Stride, channels).CopyTo(factors);
        else
            factors[..channels].Fill(1);
        factors[channels..].Clear();
    }

    private void AddUp(in ConvolutionTask part, in SumGrid grid, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var tile = scratch + g.Scratch.Tile;
        var taps = (int*)(scratch + g.Scratch.Taps);
        grid.WriteTapOffsets(g, taps);
        var sample = frame.Floats(g.InputOffset) + part.Sample * CpuLayout.SampleFloats(g.Input);
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
        var sample = frame.Floats(g.InputOffset) + part.Sample * CpuLayout.SampleFloats(g.Input);
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
        for (var o = part.Tiles.Begin; o < part.Tiles.End; o++)
        {
            for (var vector = 0; vector < g.Panels.VectorsOf(o); vector++)
            {
                var row = SumPlane(scratch, o - part.Tiles.Begin, 0) + vector * TSimd.Lanes;
                for (var y = part.Rows.Begin; y < part.Rows.End; y++)
                {
                    finish.Row(part, o * ConvolutionPanels.TileVectors + vector, y, row, PixelFloats, frame);
                    row += rowFloats;
                }
            }
        }
    }

    private void FilterSums(in ConvolutionTask part, in SumGrid grid, UpsamplingFilter filter, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        for (var o = part.Tiles.Begin; o < part.Tiles.End; o++)
        {
            for (var vector = 0; vector < g.Panels.VectorsOf(o); vector++)
            {
                FilterHorizontally(part, grid, filter, scratch, o - part.Tiles.Begin, vector);
                FilterVertically(part, grid, filter, o * ConvolutionPanels.TileVectors + vector, frame);
            }
        }
    }

    /// <summary>Rows of sums into the window, filtered if the filter is separable, with zeros where there are no sums.</summary>
    private void FilterHorizontally(in ConvolutionTask part, in SumGrid grid, UpsamplingFilter filter, float* scratch, int tile, int vector)
    {
        var (window, sums) = (grid.WindowColumns, grid.SumColumns);
        var columns = filter.Plane is null ? part.Columns.Length : window.Length;
        var target = scratch + g.Scratch.Window;
        fixed (float* taps = filter.Row)
        {
            for (var u = grid.WindowRows.Begin; u < grid.WindowRows.End; u++, target += (nint)columns * TSimd.Lanes)
            {
                if (u < grid.SumRows.Begin || u >= grid.SumRows.End || sums.Length == 0)
                {
                    new Span<float>(target, columns * TSimd.Lanes).Clear();
                    continue;
                }
                var source = SumPlane(scratch, tile, u % g.Step) + grid.RowStart(u / g.Step, g.Step) * PixelFloats + vector * TSimd.Lanes;
                var row = filter.Plane is null ? scratch + g.Scratch.SumRow : target;
                CopyRow(source, row, sums.Begin - window.Begin, sums.Length, window.End - sums.End);
                if (filter.Plane is null)
                    FirKernel<TSimd, TVec>.Run(row, 1, 0, TSimd.Lanes, taps, 1, filter.Width, target, 1, columns);
            }
        }
    }

    private void FilterVertically(in ConvolutionTask part, in SumGrid grid, UpsamplingFilter filter, int block, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var stride = (nint)(filter.Plane is null ? part.Columns.Length : grid.WindowColumns.Length) * TSimd.Lanes;
        var source = scratch + g.Scratch.Window;
        var row = scratch + g.Scratch.OutputRow;
        fixed (float* taps = filter.Plane ?? filter.Column)
        {
            for (var y = part.Rows.Begin; y < part.Rows.End; y++, source += stride)
            {
                FirKernel<TSimd, TVec>.Run(
                    source, 1, stride, TSimd.Lanes, taps, filter.Height, filter.Plane is null ? 1 : filter.Width, row, 1, part.Columns.Length);
                finish.Row(part, block, y, row, TSimd.Lanes, frame);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRow(float* source, float* target, int zerosBefore, int count, int zerosAfter)
    {
        for (var i = 0; i < zerosBefore; i++, target += TSimd.Lanes)
            TSimd.Store(target, TSimd.Zero);
        for (var i = 0; i < count; i++, target += TSimd.Lanes, source += PixelFloats)
            TSimd.Store(target, TSimd.Load(source));
        for (var i = 0; i < zerosAfter; i++, target += TSimd.Lanes)
            TSimd.Store(target, TSimd.Zero);
    }

    private static int PixelFloats => ConvolutionPanels.TileVectors * TSimd.Lanes;

    private float* SumPlane(float* scratch, int tile, int rowPhase) =>
        scratch + g.Scratch.Sums + (tile * g.Step + rowPhase) * g.Scratch.PlaneFloats;
}
