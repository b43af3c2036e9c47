using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Normalization;

/// <summary>
/// Maps cut into tasks: a chunk of consecutive pixels of one channel block of one sample. The cut depends on the shape alone, so results don't
/// depend on how many threads there are.
/// </summary>
internal readonly struct MapChunks(TensorShape shape)
{
    /// <summary>Enough pixels that merging all moments of a plane costs little beside a chunk, few enough that large maps keep many threads busy.</summary>
    private const int Pixels = 8192;

    public int Blocks { get; } = CpuLayout.Blocks(shape.Channels);

    public int PlanePixels { get; } = shape.Height * shape.Width;

    /// <summary>Chunks of a plane.</summary>
    public int Count => (PlanePixels + Pixels - 1) / Pixels;

    public int TaskCount => shape.Batch * Blocks * Count;

    /// <summary>What the moments of all chunks take: a mean and a sum of squared deviations a lane, in double.</summary>
    public long MomentBytes => (long)TaskCount * 2 * SimdLevel.Lanes * sizeof(double);

    /// <summary>The plane of a task, counted over samples and blocks, and its pixels.</summary>
    public (int Plane, Extent Pixels) Of(int task)
    {
        var (plane, chunk) = Math.DivRem(task, Count);
        return (plane, Chunk(chunk));
    }

    /// <summary>The pixels of one of a plane's chunks.</summary>
    public Extent Chunk(int index) => new(index * Pixels, Math.Min((index + 1) * Pixels, PlanePixels));
}
