using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>What happens to sums before they are stored: demodulation, noise, bias, activation, gain, clamp, residual.</summary>
internal sealed unsafe class RowFinish<TSimd, TVec>(ConvolutionGeometry g)
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    /// <summary>Finishes a row of one block of channels and stores it.</summary>
    /// <param name="part">The task.</param>
    /// <param name="block">The block of output channels.</param>
    /// <param name="y">The output row.</param>
    /// <param name="sums">The sum of the row's first pixel.</param>
    /// <param name="stride">Floats from a sum to the next.</param>
    /// <param name="frame">Where the tensors lie.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row(in ConvolutionTask part, int block, int y, float* sums, nint stride, in CpuFrame frame)
    {
        var scratch = (float*)frame.Scratch;
        var columns = part.Columns.Length;
        var noise = scratch + g.Scratch.Noise + (nint)(y - part.Rows.Begin) * columns;
        var demodulation = TSimd.Load(scratch + g.Scratch.Demodulation + block * TSimd.Lanes);
        var epilogue = g.Epilogue;
        var bias = epilogue.Bias<TSimd, TVec>(block);
        var start = part.Sample * CpuLayout.SampleFloats(g.Output)
            + (((nint)block * g.Output.Height + y) * g.Output.Width + part.Columns.Begin) * TSimd.Lanes;
        var target = frame.Floats(g.OutputOffset) + start;
        var residual = g.ResidualOffset is { } offset ? frame.Floats(offset) + start : null;
        for (var x = 0; x < columns; x++)
        {
            var value = TSimd.MultiplyAdd(TSimd.Load(sums), demodulation, TSimd.Splat(noise[x]));
            value = epilogue.Apply<TSimd, TVec>(value, bias);
            if (residual is not null)
                value = TSimd.Add(value, TSimd.Load(residual + (nint)x * TSimd.Lanes));
            TSimd.Store(target + (nint)x * TSimd.Lanes, value);
            sums += stride;
        }
    }
}
