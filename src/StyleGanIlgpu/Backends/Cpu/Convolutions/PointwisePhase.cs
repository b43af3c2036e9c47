namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>The sums of a <see cref="PointwiseConvolution"/>, a chunk of channels at a time, and what is made of them.</summary>
internal sealed unsafe class PointwisePhase<TSimd, TVec>(PointwiseConvolution convolution) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly ConvolutionTensors tensors = convolution.Tensors;
    private readonly ConvolutionPanels panels = convolution.Panels;
    private readonly RowFinish<TSimd, TVec> finish = new(convolution.Tensors);

    public override int TaskCount => convolution.TaskCount;

    public override int ScratchBytes => convolution.Bytes;

    public override string ToString() => $"convolution, {tensors}";

    public override void Run(int task, in CpuFrame frame)
    {
        var (sample, pixels, tiles) = convolution[task];
        var scratch = (float*)frame.Scratch;
        var sums = scratch + convolution.Sums;
        var map = tensors.InputOf(sample, frame) + (nint)pixels.Begin * TSimd.Lanes;
        var blockStride = (nint)convolution.Pixels * TSimd.Lanes;
        var noTaps = 0;
        for (var chunk = 0; chunk < panels.Chunks.Length; chunk++)
        {
            var blocks = panels.Chunks[chunk];
            for (var o = tiles.Begin; o < tiles.End; o++)
            {
                ConvolutionKernel<TSimd, TVec>.Accumulate(
                    panels.VectorsOf(o),
                    map + blocks.Begin * blockStride,
                    blockStride,
                    blocks.Length,
                    &noTaps,
                    1,
                    convolution.Weights(sample, o, chunk, frame),
                    sums + (nint)(o - tiles.Begin) * convolution.SumFloats,
                    ConvolutionPanels.TileVectors * TSimd.Lanes,
                    pixels.Length,
                    chunk == 0);
            }
        }

        var demodulation = scratch + convolution.Demodulation;
        var noise = scratch + convolution.Noise;
        tensors.LoadDemodulation(sample, frame, demodulation);
        new Span<float>(noise, pixels.Length).Clear();
        for (var o = tiles.Begin; o < tiles.End; o++)
        {
            for (var vector = 0; vector < panels.VectorsOf(o); vector++)
            {
                var sum = sums + (nint)(o - tiles.Begin) * convolution.SumFloats + vector * TSimd.Lanes;
                // All rows lie one after the other, as one.
                finish.Row(
                    sample, o * ConvolutionPanels.TileVectors + vector, 0, pixels, sum, ConvolutionPanels.TileVectors * TSimd.Lanes, noise, demodulation, frame);
            }
        }
    }
}
