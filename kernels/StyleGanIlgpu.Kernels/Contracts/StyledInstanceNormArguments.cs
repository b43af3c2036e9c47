namespace StyleGanIlgpu.Kernels;

/// <summary>What the two kernels of <c>StyledInstanceNormKernel</c> take.</summary>
partial struct StyledInstanceNormArguments
{
    /// <summary>Maps [N, pixels, quads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps of the same shape.</summary>
    public DeviceQuads Output;

    /// <summary>[N, <see cref="StyleStride"/>]: scales less 1 from <see cref="StyleOffset"/> on, then shifts.</summary>
    public DeviceFloats Styles;

    /// <summary>Means and summed squared deviations of the chunks: [N, quads, chunks, 2].</summary>
    public DeviceQuads Moments;

    /// <summary>Pixels of a sample.</summary>
    public int Pixels;

    /// <summary>Quads of a pixel.</summary>
    public int Quads;

    /// <summary>1 where the output, as then the input, is in float16.</summary>
    public int IsHalf;

    /// <summary>Channels, the filling of the last quad left out.</summary>
    public int Channels;

    /// <summary>Where this layer begins in a sample of the styles.</summary>
    public int StyleOffset;

    /// <summary>Floats from one sample of the styles to the next.</summary>
    public int StyleStride;

    /// <summary>Added to the variance.</summary>
    public float Epsilon;

    /// <summary>Threads of a group: the quads of a whole sector, of as many pixels at a time as there are threads for.</summary>
    public const int Threads = 256;

    /// <summary>Pixels of a chunk: enough groups for a GPU from 64x64 up, few enough moments to be merged by every group again.</summary>
    public const int ChunkPixels = 1024;

    /// <summary>Chunks of a map of so many pixels.</summary>
    public static int Chunks(int pixels) => Extent.Cover(pixels, ChunkPixels);

    /// <summary>Quads that <see cref="Moments"/> holds.</summary>
    public static long MomentQuads(int pixels, int quads, int batch) => 2L * Chunks(pixels) * quads * batch;

    /// <summary>First launch: the moments of every chunk.</summary>
    public static KernelLaunch LaunchStatistics(MapStorage maps, int pixels, int quads, int batch) =>
        new(maps.Variant("styled_instance_norm_statistics"), Groups(maps, pixels, quads, batch), new Extent(Threads));

    /// <summary>Second launch: merges the moments and writes the output.</summary>
    public static KernelLaunch LaunchApplication(MapStorage maps, int pixels, int quads, int batch) =>
        new(maps.Variant("styled_instance_norm_application"), Groups(maps, pixels, quads, batch), new Extent(Threads));

    private static Extent Groups(MapStorage maps, int pixels, int quads, int batch) => new(Chunks(pixels), Extent.Cover(quads, maps.SectorQuads), batch);
}
