using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Ops;

/// <summary>
/// <see cref="StyledInstanceNorm"/>: a task is a channel block of a sample. Rows are summed in vectors and the rows' sums in double; the
/// deviations are taken from the mean, in a pass of their own, so that maps far from zero lose nothing.
/// </summary>
internal static class StyledInstanceNormPhase
{
    public static void Compile(StyledInstanceNorm op, CpuCompilation c) => c.Emit(SimdLevel.Lanes switch
    {
        16 => new StyledInstanceNormPhase<Simd512, Vector512<float>>(op, c),
        8 => new StyledInstanceNormPhase<Simd256, Vector256<float>>(op, c),
        _ => new StyledInstanceNormPhase<Simd128, Vector128<float>>(op, c),
    });
}

/// <inheritdoc cref="StyledInstanceNormPhase"/>
internal sealed unsafe class StyledInstanceNormPhase<TSimd, TVec> : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private const int MostLanes = 16;

    private readonly TensorShape shape;
    private readonly int blocks;
    private readonly int styleStride;
    private readonly long source;
    private readonly long target;
    private readonly long styles;

    public StyledInstanceNormPhase(StyledInstanceNorm op, CpuCompilation c)
    {
        shape = c.Plan[op.Input].Shape;
        blocks = CpuLayout.Blocks(shape.Channels);
        styleStride = c.Plan[op.Styles].Shape.Channels;
        (source, target) = (c.Offset(op.Input), c.Offset(op.Output));
        styles = c.Offset(op.Styles) + ((long)op.StyleOffset * sizeof(float));
    }

    public override int TaskCount => shape.Batch * blocks;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var (n, block) = Math.DivRem(task, blocks);
        var pixels = (nint)shape.Height * shape.Width;
        var from = frame.Floats(source) + (task * pixels * TSimd.Lanes);
        var to = frame.Floats(target) + (task * pixels * TSimd.Lanes);

        double* sums = stackalloc double[MostLanes];
        float* means = stackalloc float[MostLanes], scales = stackalloc float[MostLanes], shifts = stackalloc float[MostLanes];
        SumRows(from, TSimd.Zero, squared: false, sums);
        for (var lane = 0; lane < TSimd.Lanes; lane++)
            means[lane] = (float)(sums[lane] / pixels);
        var mean = TSimd.Load(means);
        SumRows(from, mean, squared: true, sums);

        var style = frame.Floats(styles) + ((long)n * styleStride);
        for (var lane = 0; lane < TSimd.Lanes; lane++)
        {
            // Lanes past the last channel stay finite.
            var c = Math.Min((block * TSimd.Lanes) + lane, shape.Channels - 1);
            scales[lane] = (float)((style[c] + 1) / Math.Sqrt((sums[lane] / pixels) + StyledInstanceNorm.Epsilon));
            shifts[lane] = style[shape.Channels + c];
        }
        var (scale, shift) = (TSimd.Load(scales), TSimd.Load(shifts));
        for (nint i = 0; i < pixels * TSimd.Lanes; i += TSimd.Lanes)
            TSimd.Store(to + i, TSimd.MultiplyAdd(TSimd.Subtract(TSimd.Load(from + i), mean), scale, shift));
    }

    /// <summary>Per lane, the sum over all pixels of x - centre, or of its square.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumRows(float* from, TVec centre, bool squared, double* sums)
    {
        float* row = stackalloc float[MostLanes];
        new Span<double>(sums, TSimd.Lanes).Clear();
        for (var y = 0; y < shape.Height; y++, from += (nint)shape.Width * TSimd.Lanes)
        {
            var sum = TSimd.Zero;
            for (nint i = 0; i < (nint)shape.Width * TSimd.Lanes; i += TSimd.Lanes)
            {
                var value = TSimd.Subtract(TSimd.Load(from + i), centre);
                sum = squared ? TSimd.MultiplyAdd(value, value, sum) : TSimd.Add(sum, value);
            }
            TSimd.Store(row, sum);
            for (var lane = 0; lane < TSimd.Lanes; lane++)
                sums[lane] += row[lane];
        }
    }
}
