using System.Runtime.CompilerServices;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>Merges the moments of a plane, and writes a chunk of it: a scale and a shift a lane.</summary>
internal sealed unsafe class StyledScalePhase<TSimd, TVec> : CpuPhase
    where TSimd : struct, ISimd<TVec>
    where TVec : unmanaged
{
    private readonly BentMaps maps;
    private readonly long moments;
    private readonly int channels;
    private readonly long styles;
    private readonly int styleStride;
    private readonly long target;

    public StyledScalePhase(StyledInstanceNorm op, BentMaps maps, long moments, CpuCompilation c)
    {
        (this.maps, this.moments) = (maps, moments);
        channels = c.Plan[op.Input].Shape.Channels;
        styles = c.Offset(op.Styles) + (long)op.StyleOffset * sizeof(float);
        styleStride = c.Plan[op.Styles].Shape.Channels;
        target = c.Offset(op.Output);
    }

    public override int TaskCount => maps.Chunks.TaskCount;

    public override int ScratchBytes => ChannelMoments.Bytes + 3 * TSimd.Lanes * sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int task, in CpuFrame frame)
    {
        var (plane, pixels) = maps.Chunks.Of(task);
        var lanes = (float*)(frame.Scratch + ChannelMoments.Bytes);
        ScaleAndShift(frame, plane, lanes);
        var (mean, scale, shift) = (TSimd.Load(lanes), TSimd.Load(lanes + TSimd.Lanes), TSimd.Load(lanes + 2 * TSimd.Lanes));
        var bent = maps.Plane<TSimd, TVec>(frame, plane, pixels.Begin);
        var to = frame.Floats(target) + ((nint)plane * maps.Chunks.PlanePixels + pixels.Begin) * TSimd.Lanes;
        for (nint i = 0; i < pixels.Length; i++)
            TSimd.Store(to + i * TSimd.Lanes, TSimd.MultiplyAdd(TSimd.Subtract(bent.At(i), mean), scale, shift));
    }

    /// <summary>Mean, scale and shift of the lanes of a plane, one after another.</summary>
    private void ScaleAndShift(in CpuFrame frame, int plane, float* lanes)
    {
        var chunks = maps.Chunks;
        var total = new ChannelMoments((double*)frame.Scratch);
        total.Clear();
        for (var chunk = 0; chunk < chunks.Count; chunk++)
        {
            var pixels = chunks.Chunk(chunk);
            total.Merge(pixels.Begin, ChannelMoments.Of(frame, moments, plane * chunks.Count + chunk), pixels.Length);
        }
        var (sample, block) = Math.DivRem(plane, chunks.Blocks);
        var style = frame.Floats(styles) + (nint)sample * styleStride;
        for (var lane = 0; lane < TSimd.Lanes; lane++)
        {
            // Lanes past the last channel stay finite.
            var c = Math.Min(block * TSimd.Lanes + lane, channels - 1);
            var (mean, squares) = total[lane];
            lanes[lane] = (float)mean;
            lanes[TSimd.Lanes + lane] = (float)((style[c] + 1) / Math.Sqrt(squares / chunks.PlanePixels + StyledInstanceNorm.Epsilon));
            lanes[2 * TSimd.Lanes + lane] = style[channels + c];
        }
    }
}
