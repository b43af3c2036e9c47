using System.Runtime.CompilerServices;
using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Convolutions;

/// <summary>
/// Where a convolution's sums go: demodulation, noise, epilogue and residual in one pass, row by row, on the way into the output.
/// </summary>
internal sealed unsafe class ConvolutionTarget
{
    private readonly TensorShape shape;
    private readonly long output;
    private readonly long? demodulation;
    private readonly int demodulationRow;
    private readonly int demodulationOffset;
    private readonly long? residual;
    private readonly Noise? noise;
    private readonly float* storedNoise;
    private readonly CpuEpilogue epilogue;

    public ConvolutionTarget(Convolution op, CpuCompilation c)
    {
        shape = c.Plan[op.Output].Shape;
        output = c.Offset(op.Output);
        if (op.Modulation?.Demodulation is { } d)
        {
            demodulation = c.Offset(d);
            demodulationRow = c.Plan[d].Shape.Channels;
            demodulationOffset = op.Modulation.DemodulationOffset;
        }
        residual = op.Residual is { } r ? c.Offset(r) : null;
        noise = op.Noise is { Strength: not 0 } ? op.Noise : null;
        if (noise?.Constant is { } constant)
        {
            var strength = noise.Strength;
            storedNoise = c.Prepare(constant, $"noise*{strength:R}", constant.Values.Length, (stored, prepared) =>
            {
                for (var i = 0; i < stored.Length; i++)
                    prepared[i] = (float)(stored[i] * strength);
            }).Values;
        }
        epilogue = CpuEpilogue.Of(op.Epilogue, c);
    }

    /// <summary>Floats of scratch: one row of noise.</summary>
    public int ScratchFloats => shape.Width;

    /// <summary>Finishes part of a row of one block.</summary>
    /// <param name="frame">The run.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="block">The block of channels.</param>
    /// <param name="y">The output row.</param>
    /// <param name="x">First output column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="sums">The sums of the first column.</param>
    /// <param name="stride">Floats from a column's sums to the next's.</param>
    /// <param name="noiseRow">Noise of the columns, from <see cref="Noise"/>; null for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store<TSimd, TVec>(
        in CpuFrame frame, int sample, int block, int y, int x, int count, float* sums, nint stride, float* noiseRow)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var plane = (nint)sample * CpuLayout.Blocks(shape.Channels) + block;
        var place = ((plane * shape.Height + y) * shape.Width + x) * TSimd.Lanes;
        var target = frame.Floats(output) + place;
        var added = residual is { } r ? frame.Floats(r) + place : null;
        var scale = Scale<TSimd, TVec>(frame, sample, block);
        var bias = epilogue.Bias<TSimd, TVec>(block);
        for (var i = 0; i < count; i++)
        {
            var v = TSimd.Multiply(TSimd.Load(sums), scale);
            if (noiseRow is not null)
                v = TSimd.Add(v, TSimd.Splat(noiseRow[i]));
            v = epilogue.Apply<TSimd, TVec>(v, bias);
            if (added is not null)
            {
                v = TSimd.Add(v, TSimd.Load(added));
                added += TSimd.Lanes;
            }
            TSimd.Store(target, v);
            target += TSimd.Lanes;
            sums += stride;
        }
    }

    /// <summary>The noise of part of a row, * strength; null where the layer has none.</summary>
    /// <param name="seed">The run's noise seed.</param>
    /// <param name="y">The output row.</param>
    /// <param name="x">First column.</param>
    /// <param name="count">Columns.</param>
    /// <param name="scratch">Room for them.</param>
    public float* Noise(ulong seed, int y, int x, int count, float* scratch)
    {
        if (noise is null)
            return null;
        if (storedNoise is not null)
            return storedNoise + (nint)y * shape.Width + x;
        PhiloxNoise.Fill(new Span<float>(scratch, count), seed, noise.Layer, y, x);
        var strength = (float)noise.Strength;
        for (var i = 0; i < count; i++)
            scratch[i] *= strength;
        return scratch;
    }

    private TVec Scale<TSimd, TVec>(in CpuFrame frame, int sample, int block)
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        if (demodulation is not { } d)
            return TSimd.Splat(1);
        var coefficients = frame.Floats(d) + (nint)sample * demodulationRow + demodulationOffset;
        var first = block * TSimd.Lanes;
        if (first + TSimd.Lanes <= shape.Channels)
            return TSimd.Load(coefficients + first);
        var lanes = stackalloc float[TSimd.Lanes];
        for (var i = 0; i < TSimd.Lanes; i++)
            lanes[i] = first + i < shape.Channels ? coefficients[first + i] : 0;
        return TSimd.Load(lanes);
    }
}
