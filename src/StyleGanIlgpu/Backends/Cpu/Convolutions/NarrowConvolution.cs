using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// The 1x1 convolution to at most four channels that makes pictures (torgb). A vector of output channels would be mostly empty, so here
/// the lanes are input channels: the styles go into the few weights, and a pixel is read once, straight from its map.
/// </summary>
internal sealed unsafe class NarrowConvolution
{
    /// <summary>Output channels that are summed side by side, those that don't exist with weights of zero.</summary>
    public const int Outs = 4;

    /// <summary>Outputs of a task: few enough that the sums stay in the cache, many enough to make up for scaling the weights.</summary>
    public const int TaskPixels = 2048;

    private readonly float* weights;

    public NarrowConvolution(Convolution op, CpuCompilation compilation)
    {
        var (outs, ins, gain) = (op.Weight.Shape[0], op.Weight.Shape[1], op.WeightGain);
        Ins = CpuLayout.Blocks(ins) * SimdLevel.Lanes;
        weights = compilation.Prepare(op.Weight, $"narrow*{gain:R}", Outs * Ins, (stored, prepared) =>
        {
            for (var i = 0; i < outs * ins; i++)
                prepared[i / ins * Ins + i % ins] = (float)(stored[i] * gain);
        }).Values;
    }

    /// <summary>Input channels in whole blocks.</summary>
    public int Ins { get; }

    public static bool Fits(Convolution op) =>
        op is { IsUpsampling: false, Padding: 0 } && op.Weight.Shape is [<= Outs, _, 1, 1];

    /// <summary>Weights times a style: [Outs][Ins].</summary>
    public void Scale(float* style, float* target)
    {
        for (var o = 0; o < Outs; o++)
        {
            for (var i = 0; i < Ins; i++)
                target[o * Ins + i] = weights[o * Ins + i] * style[i];
        }
    }

    /// <summary>The sums of a row of pixels.</summary>
    /// <param name="x">The first pixel's first block.</param>
    /// <param name="blockStride">Floats from a block of input channels to the next.</param>
    /// <param name="scaled">What <see cref="Scale"/> gave.</param>
    /// <param name="sums">A vector for every pixel, zeros after the channels.</param>
    /// <param name="sumStride">Floats from a pixel's sums to the next.</param>
    /// <param name="count">Pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row<TSimd, TVec>(float* x, nint blockStride, float* scaled, float* sums, nint sumStride, int count)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        for (var pixel = 0; pixel < count; pixel++)
        {
            // Even and odd blocks apart, so that additions don't wait for each other.
            var (a0, b0, c0, d0) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var (a1, b1, c1, d1) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
            var block = x;
            var i = 0;
            for (; i <= Ins - 2 * TSimd.Lanes; i += 2 * TSimd.Lanes)
            {
                var w = scaled + i;
                var v = TSimd.Load(block);
                a0 = TSimd.MultiplyAdd(v, TSimd.Load(w), a0);
                b0 = TSimd.MultiplyAdd(v, TSimd.Load(w + Ins), b0);
                c0 = TSimd.MultiplyAdd(v, TSimd.Load(w + 2 * Ins), c0);
                d0 = TSimd.MultiplyAdd(v, TSimd.Load(w + 3 * Ins), d0);
                w += TSimd.Lanes;
                v = TSimd.Load(block + blockStride);
                a1 = TSimd.MultiplyAdd(v, TSimd.Load(w), a1);
                b1 = TSimd.MultiplyAdd(v, TSimd.Load(w + Ins), b1);
                c1 = TSimd.MultiplyAdd(v, TSimd.Load(w + 2 * Ins), c1);
                d1 = TSimd.MultiplyAdd(v, TSimd.Load(w + 3 * Ins), d1);
                block += 2 * blockStride;
            }
            if (i < Ins)
            {
                var w = scaled + i;
                var v = TSimd.Load(block);
                a0 = TSimd.MultiplyAdd(v, TSimd.Load(w), a0);
                b0 = TSimd.MultiplyAdd(v, TSimd.Load(w + Ins), b0);
                c0 = TSimd.MultiplyAdd(v, TSimd.Load(w + 2 * Ins), c0);
                d0 = TSimd.MultiplyAdd(v, TSimd.Load(w + 3 * Ins), d0);
            }
            TSimd.Store(sums, TSimd.Zero);
            TSimd.Sums(TSimd.Add(a0, a1), TSimd.Add(b0, b1), TSimd.Add(c0, c1), TSimd.Add(d0, d1)).Store(sums);
            x += TSimd.Lanes;
            sums += sumStride;
        }
    }
}
