using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Feature maps between NCHW, as callers have them, and the blocks of <see cref="CpuLayout"/>.</summary>
internal static unsafe class MapLayout
{
    /// <summary>NCHW to blocks; lanes past the last channel become zero.</summary>
    public static void Pack(TensorShape shape, ReadOnlySpan<float> source, float* target)
    {
        var lanes = SimdLevel.Lanes;
        var area = shape.Height * shape.Width;
        var sampleFloats = CpuLayout.SampleFloats(shape);
        new Span<float>(target, checked((int)(shape.Batch * sampleFloats))).Clear();
        for (var plane = 0; plane < shape.Batch * shape.Channels; plane++)
        {
            var (sample, channel) = Math.DivRem(plane, shape.Channels);
            var to = target + sample * sampleFloats + (long)(channel / lanes) * area * lanes + channel % lanes;
            var from = source.Slice(plane * area, area);
            for (var i = 0; i < from.Length; i++)
                to[(long)i * lanes] = from[i];
        }
    }

    /// <summary>Blocks to NCHW.</summary>
    public static void Unpack(TensorShape shape, float* source, Span<float> target)
    {
        var lanes = SimdLevel.Lanes;
        var area = shape.Height * shape.Width;
        var sampleFloats = CpuLayout.SampleFloats(shape);
        for (var plane = 0; plane < shape.Batch * shape.Channels; plane++)
        {
            var (sample, channel) = Math.DivRem(plane, shape.Channels);
            var from = source + sample * sampleFloats + (long)(channel / lanes) * area * lanes + channel % lanes;
            var to = target.Slice(plane * area, area);
            for (var i = 0; i < to.Length; i++)
                to[i] = from[(long)i * lanes];
        }
    }
}
