using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary>
/// <see cref="FourierFeatures"/>. A wave over a grid is separable by the addition theorem: sin(a[j] + b[i]) = sin a[j] cos b[i] + cos a[j] sin b[i].
/// So the angles stay in double precision, H + W sines and cosines per channel, and a sample of the map costs a multiplication and a
/// multiply-add, exact to the last bits of float32 however far the phase has turned. A task is a channel block of a sample.
/// </summary>
internal static class FourierFeaturesPhase
{
    public static void Compile(FourierFeatures op, CpuCompilation c) => c.Emit(SimdLevel.Lanes switch
    {
        16 => new FourierFeaturesPhase<Simd512, Vector512<float>>(op, c),
        8 => new FourierFeaturesPhase<Simd256, Vector256<float>>(op, c),
        _ => new FourierFeaturesPhase<Simd128, Vector128<float>>(op, c),
    });
}

/// <inheritdoc cref="FourierFeaturesPhase"/>
internal sealed unsafe class FourierFeaturesPhase<TSimd, TVec> : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly FourierFeatures op;
    private readonly TensorShape shape;
    private readonly int blocks;
    private readonly int styleStride;
    private readonly long styles;
    private readonly long transforms;
    private readonly long target;

    public FourierFeaturesPhase(FourierFeatures op, CpuCompilation c)
    {
        this.op = op;
        shape = c.Plan[op.Output].Shape;
        blocks = CpuLayout.Blocks(shape.Channels);
        styleStride = c.Plan[op.Styles].Shape.Channels;
        (styles, transforms, target) = (c.Offset(op.Styles), c.Offset(op.Transform), c.Offset(op.Output));
        if (op.Frequencies.Values.Length != 2 * shape.Channels || op.Phases.Values.Length != shape.Channels)
            throw new ArgumentException($"{op.Frequencies} and {op.Phases} are not the waves of {shape.Channels} channels.", nameof(op));
    }

    public override int TaskCount => shape.Batch * blocks;

    /// <summary>Sines and cosines of all columns and rows, in vectors.</summary>
    public override int ScratchBytes => 2 * (shape.Width + shape.Height) * TSimd.Lanes * sizeof(float);

    public override void Run(int task, in CpuFrame frame)
    {
        var (sample, block) = Math.DivRem(task, blocks);
        var style = new ReadOnlySpan<float>(frame.Floats(styles) + (long)sample * styleStride + op.StyleOffset, 4);
        var transform = new ReadOnlySpan<float>(frame.Floats(transforms) + (long)sample * 9, 9);
        var view = View.Of(style, transform);

        var columns = (float*)frame.Scratch;
        var rows = columns + 2 * shape.Width * TSimd.Lanes;
        for (var lane = 0; lane < TSimd.Lanes; lane++)
        {
            var channel = block * TSimd.Lanes + lane;
            if (channel < shape.Channels)
                TurnWave(view, channel, columns + lane, rows + lane);
            else
                Silence(columns + lane, rows + lane);
        }
        Combine(columns, rows, frame.Floats(target) + (nint)task * shape.Height * shape.Width * TSimd.Lanes);
    }

    /// <summary>Sine and cosine of one channel's angle for every column and row; the rows carry the phase and the amplitude.</summary>
    private void TurnWave(in View view, int channel, float* columns, float* rows)
    {
        double fx = op.Frequencies.Span[2 * channel], fy = op.Frequencies.Span[2 * channel + 1];
        var phase = op.Phases.Span[channel] + fx * view.M02 + fy * view.M12;
        var x = fx * view.M00 + fy * view.M10;
        var y = fx * view.M01 + fy * view.M11;
        var damping = 1 - (Math.Sqrt(x * x + y * y) - op.Bandwidth) / (op.SamplingRate / 2 - op.Bandwidth);
        var amplitude = Math.Clamp(damping, 0, 1);
        Fill(columns, shape.Width, x, 0, 1);
        Fill(rows, shape.Height, y, phase, amplitude);
    }

    private void Fill(float* pairs, int count, double frequency, double phase, double amplitude)
    {
        for (var i = 0; i < count; i++)
        {
            var turns = frequency * ((i + 0.5 - count / 2.0) / op.SamplingRate) + phase;
            var (sine, cosine) = Math.SinCos(2 * Math.PI * (turns - Math.Round(turns)));
            pairs[2 * i * TSimd.Lanes] = (float)(sine * amplitude);
            pairs[(2 * i + 1) * TSimd.Lanes] = (float)(cosine * amplitude);
        }
    }

    private void Silence(float* columns, float* rows)
    {
        for (var i = 0; i < 2 * shape.Width; i++)
            columns[i * TSimd.Lanes] = 0;
        for (var i = 0; i < 2 * shape.Height; i++)
            rows[i * TSimd.Lanes] = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(float* columns, float* rows, float* output)
    {
        for (var i = 0; i < shape.Height; i++)
        {
            var sine = TSimd.Load(rows + 2 * i * TSimd.Lanes);
            var cosine = TSimd.Load(rows + (2 * i + 1) * TSimd.Lanes);
            for (var j = 0; j < shape.Width; j++)
            {
                var column = columns + 2 * j * TSimd.Lanes;
                TSimd.Store(output, TSimd.MultiplyAdd(TSimd.Load(column), cosine, TSimd.Multiply(TSimd.Load(column + TSimd.Lanes), sine)));
                output += TSimd.Lanes;
            }
        }
    }

    /// <summary>Where a sample looks: the first two rows of the matrix M of <see cref="FourierFeatures"/>.</summary>
    private readonly record struct View(double M00, double M01, double M02, double M10, double M11, double M12)
    {
        public static View Of(ReadOnlySpan<float> style, ReadOnlySpan<float> transform)
        {
            var norm = Math.Sqrt((double)style[0] * style[0] + (double)style[1] * style[1]);
            double c = style[0] / norm, s = style[1] / norm, x = style[2] / norm, y = style[3] / norm;
            // Rotation times translation.
            var (tx, ty) = (-c * x + s * y, -s * x - c * y);
            return new View(
                c * transform[0] - s * transform[3] + tx * transform[6],
                c * transform[1] - s * transform[4] + tx * transform[7],
                c * transform[2] - s * transform[5] + tx * transform[8],
                s * transform[0] + c * transform[3] + ty * transform[6],
                s * transform[1] + c * transform[4] + ty * transform[7],
                s * transform[2] + c * transform[5] + ty * transform[8]);
        }
    }
}
