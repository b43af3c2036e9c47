using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Between planes [C, pixels] on the host and the device's [pixels, quads].</summary>
internal static class ChannelsLast
{
    /// <summary>Channels that fill up the last quad become zero.</summary>
    public static void Pack(ReadOnlySpan<float> planes, Span<float> quads, int channels, int pixels) =>
        Pack(planes, quads, channels, pixels, Float4.Count(channels));

    /// <summary>The same with so many quads a pixel.</summary>
    public static void Pack(ReadOnlySpan<float> planes, Span<float> quads, int channels, int pixels, int pixelQuads)
    {
        var stride = pixelQuads * Float4.Length;
        quads[..(pixels * stride)].Clear();
        for (var c = 0; c < channels; c++)
        {
            var plane = planes.Slice(c * pixels, pixels);
            for (var i = 0; i < plane.Length; i++)
                quads[(i * stride) + c] = plane[i];
        }
    }

    public static void Unpack(ReadOnlySpan<float> quads, Span<float> planes, int channels, int pixels)
    {
        var stride = Float4.Count(channels) * Float4.Length;
        for (var c = 0; c < channels; c++)
        {
            var plane = planes.Slice(c * pixels, pixels);
            for (var i = 0; i < plane.Length; i++)
                plane[i] = quads[(i * stride) + c];
        }
    }
}
