using System.Runtime.CompilerServices;

namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>
/// The moments of every chunk, lane by lane. A run of pixels is bent into a buffer that stays in the first-level cache, where the deviations are
/// taken from the run's own mean, so that maps far from zero lose nothing; runs are merged in double.
/// </summary>
internal sealed unsafe class ChannelMomentsPhase<TSimd, TVec>(BentMaps maps, long moments) : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private const int RunPixels = 256;

    public override int TaskCount => maps.Chunks.TaskCount;

    public override int ScratchBytes => (RunPixels + 2) * TSimd.Lanes * sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var (plane, pixels) = maps.Chunks.Of(task);
        var run = (float*)frame.Scratch;
        var means = run + RunPixels * TSimd.Lanes;
        var squares = means + TSimd.Lanes;
        var total = ChannelMoments.Of(frame, moments, task);
        total.Clear();
        for (var pixel = pixels.Begin; pixel < pixels.End; pixel += RunPixels)
        {
            var count = Math.Min(RunPixels, pixels.End - pixel);
            var mean = TSimd.Multiply(Bend(maps.Plane<TSimd, TVec>(frame, plane, pixel), count, run), TSimd.Splat(1f / count));
            TSimd.Store(means, mean);
            TSimd.Store(squares, Squares(run, count, mean));
            total.Merge(pixel - pixels.Begin, means, squares, count);
        }
    }

    /// <summary>Computes a run of pixels, and per lane its sum, in two chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVec Bend(in BentPlane<TSimd, TVec> pixels, int count, float* run)
    {
        var (even, odd) = (TSimd.Zero, TSimd.Zero);
        nint i = 0;
        for (; i < count - 1; i += 2)
        {
            var (first, second) = (pixels.At(i), pixels.At(i + 1));
            TSimd.Store(run + i * TSimd.Lanes, first);
            TSimd.Store(run + (i + 1) * TSimd.Lanes, second);
            even = TSimd.Add(even, first);
            odd = TSimd.Add(odd, second);
        }
        if (i < count)
        {
            var last = pixels.At(i);
            TSimd.Store(run + i * TSimd.Lanes, last);
            even = TSimd.Add(even, last);
        }
        return TSimd.Add(even, odd);
    }

    /// <summary>Per lane, the sum of (x - mean)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVec Squares(float* run, int count, TVec mean)
    {
        var (even, odd) = (TSimd.Zero, TSimd.Zero);
        nint i = 0;
        for (; i < count - 1; i += 2)
        {
            var first = TSimd.Subtract(TSimd.Load(run + i * TSimd.Lanes), mean);
            var second = TSimd.Subtract(TSimd.Load(run + (i + 1) * TSimd.Lanes), mean);
            even = TSimd.MultiplyAdd(first, first, even);
            odd = TSimd.MultiplyAdd(second, second, odd);
        }
        if (i < count)
        {
            var last = TSimd.Subtract(TSimd.Load(run + i * TSimd.Lanes), mean);
            even = TSimd.MultiplyAdd(last, last, even);
        }
        return TSimd.Add(even, odd);
    }
}
