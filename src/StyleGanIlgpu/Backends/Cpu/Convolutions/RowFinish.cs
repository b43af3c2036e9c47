using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>What happens to sums before they are stored: demodulation, noise, bias, activation, gain, clamp, residual.</summary>
internal sealed unsafe class RowFinish<TSimd, TVec>(ConvolutionTensors tensors)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Finishes a part of a row of one block of channels and stores it.</summary>
    /// <param name="sample">The sample of the batch.</param>
    /// <param name="block">The block of output channels.</param>
    /// <param name="y">The output row.</param>
    /// <param name="columns">Which of its pixels.</param>
    /// <param name="sums">The first pixel's sum.</param>
    /// <param name="stride">Floats from a sum to the next.</param>
    /// <param name="noise">The noise of each pixel.</param>
    /// <param name="demodulation">The sample's factors for all output channels.</param>
    /// <param name="frame">Where the tensors lie.</param>
    public void Row(int sample, int block, int y, Extent columns, float* sums, nint stride, float* noise, float* demodulation, in CpuFrame frame) =>
        Run(
            block,
            columns.Length,
            sums,
            stride,
            noise,
            demodulation,
            Residual(sample, block, y, columns.Begin, frame),
            frame.Floats(tensors.OutputOffset) + Place(sample, block, y, columns.Begin));

    /// <summary>What is added to a pixel of one block last, or null.</summary>
    public float* Residual(int sample, int block, int y, int x, in CpuFrame frame) =>
        tensors.ResidualOffset is { } offset ? frame.Floats(offset) + Place(sample, block, y, x) : null;

    /// <summary>Finishes pixels of one block of channels and stores them side by side.</summary>
    /// <param name="block">The block of output channels.</param>
    /// <param name="count">Pixels.</param>
    /// <param name="sums">The first pixel's sum.</param>
    /// <param name="stride">Floats from a sum to the next.</param>
    /// <param name="noise">The noise of each pixel.</param>
    /// <param name="demodulation">The sample's factors for all output channels.</param>
    /// <param name="residual">What is added last, or null.</param>
    /// <param name="target">The first pixel's place.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int block, int count, float* sums, nint stride, float* noise, float* demodulation, float* residual, float* target)
    {
        var factor = TSimd.Load(demodulation + block * TSimd.Lanes);
        var epilogue = tensors.Epilogue;
        var bias = epilogue.Bias<TSimd, TVec>(block);
        for (var x = 0; x < count; x++)
        {
            var value = TSimd.MultiplyAdd(TSimd.Load(sums), factor, TSimd.Splat(noise[x]));
            value = epilogue.Apply<TSimd, TVec>(value, bias);
            if (residual is not null)
                value = TSimd.Add(value, TSimd.Load(residual + (nint)x * TSimd.Lanes));
            TSimd.Store(target + (nint)x * TSimd.Lanes, value);
            sums += stride;
        }
    }

    /// <summary>Finishes a part of a row whose sums a filter of four taps makes of four rows.</summary>
    /// <param name="sample">The sample of the batch.</param>
    /// <param name="block">The block of output channels.</param>
    /// <param name="y">The output row.</param>
    /// <param name="columns">Which of its pixels.</param>
    /// <param name="rows">The first row's first pixel.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    /// <param name="taps">The filter.</param>
    /// <param name="noise">The noise of each pixel.</param>
    /// <param name="demodulation">The sample's factors for all output channels.</param>
    /// <param name="frame">Where the tensors lie.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Filtered(int sample, int block, int y, Extent columns, float* rows, nint rowStride, float* taps, float* noise, float* demodulation, in CpuFrame frame)
    {
        var factor = TSimd.Load(demodulation + block * TSimd.Lanes);
        var epilogue = tensors.Epilogue;
        var bias = epilogue.Bias<TSimd, TVec>(block);
        var residual = Residual(sample, block, y, columns.Begin, frame);
        var target = frame.Floats(tensors.OutputOffset) + Place(sample, block, y, columns.Begin);
        var (t0, t1, t2, t3) = (TSimd.Splat(taps[0]), TSimd.Splat(taps[1]), TSimd.Splat(taps[2]), TSimd.Splat(taps[3]));
        for (var x = 0; x < columns.Length; x++)
        {
            var sum = TSimd.Multiply(TSimd.Load(rows), t0);
            sum = TSimd.MultiplyAdd(TSimd.Load(rows + rowStride), t1, sum);
            sum = TSimd.MultiplyAdd(TSimd.Load(rows + 2 * rowStride), t2, sum);
            sum = TSimd.MultiplyAdd(TSimd.Load(rows + 3 * rowStride), t3, sum);
            var value = epilogue.Apply<TSimd, TVec>(TSimd.MultiplyAdd(sum, factor, TSimd.Splat(noise[x])), bias);
            if (residual is not null)
                value = TSimd.Add(value, TSimd.Load(residual + (nint)x * TSimd.Lanes));
            TSimd.Store(target + (nint)x * TSimd.Lanes, value);
            rows += TSimd.Lanes;
        }
    }

    private nint Place(int sample, int block, int y, int x)
    {
        var (height, width) = (tensors.Output.Height, tensors.Output.Width);
        return (nint)(sample * CpuLayout.SampleFloats(tensors.Output)) + (((nint)block * height + y) * width + x) * TSimd.Lanes;
    }
}
