namespace StyleGanIlgpu.Kernels;

/// <summary>What the two kernels of <c>StyledInstanceNormKernel</c> take.</summary>
partial struct StyledInstanceNormArguments
{
    /// <summary>Maps [N, pixels, quads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps of the same shape.</summary>
    public DeviceQuads Output;

    /// <summary>What the noise of a pixel is multiplied by in each channel [quads]; empty where there is no noise.</summary>
    public DeviceQuads Strengths;

    /// <summary>[N, <see cref="StyleStride"/>]: scales less 1 from <see cref="StyleOffset"/> on, then shifts.</summary>
    public DeviceFloats Styles;

    /// <summary>Means and summed squared deviations of the chunks: [N, chunks, 2, quads].</summary>
    public DeviceQuads Moments;

    /// <summary>What happens to the maps before the normalisation: noise, bias, activation, gain and clamp; neither coefficients nor a residual.</summary>
    public EpilogueArguments Epilogue;

    /// <summary>Pixels of a sample.</summary>
    public int Pixels;

    /// <summary>Pixels of a row.</summary>
    public int Width;

    /// <summary>Quads of a pixel.</summary>
    public int Quads;

    /// <summary>Pixels of a chunk (<see cref="ChunkPixelsFor"/>).</summary>
    public int ChunkPixels;

    /// <summary>Chunks of a sample.</summary>
    public int Chunks;

    /// <summary>Where this layer begins in a sample of the styles.</summary>
    public int StyleOffset;

    /// <summary>Floats from one sample of the styles to the next.</summary>
    public int StyleStride;

    /// <summary>Added to the variance.</summary>
    public float Epsilon;

    /// <summary>Threads of a group: the quads of a whole sector, of as many pixels at a time as there are threads for.</summary>
    public const int Threads = 256;

    private const int LeastChunkPixels = 256;

    /// <summary>
    /// Four rows of a square map. Every group reads the moments of all chunks, which then weigh a sixteenth of what it reads and writes itself (in
    /// float16 an eighth), and there are 512 groups for StyleGAN1's maps from 64x64 to 1024x1024 (256).
    /// </summary>
    public static int ChunkPixelsFor(int pixels)
    {
        var chunk = LeastChunkPixels;
        while ((long)chunk * chunk < 16L * pixels)
            chunk *= 2;
        return chunk;
    }

    /// <summary>Chunks of a map of so many pixels.</summary>
    public static int ChunksFor(int pixels) => Extent.Cover(pixels, ChunkPixelsFor(pixels));

    /// <summary>Quads that <see cref="Moments"/> holds.</summary>
    public static long MomentQuads(int pixels, int quads, int batch) => 2L * ChunksFor(pixels) * quads * batch;

    /// <summary>First launch: the moments of every chunk.</summary>
    public static KernelLaunch LaunchStatistics(MapStorage maps, int pixels, int quads, int batch) =>
        new(maps.Variant("styled_instance_norm_statistics"), Groups(maps, pixels, quads, batch), new Extent(Threads));

    /// <summary>Second launch: merges the moments and writes the output.</summary>
    public static KernelLaunch LaunchApplication(MapStorage maps, int pixels, int quads, int batch) =>
        new(maps.Variant("styled_instance_norm_application"), Groups(maps, pixels, quads, batch), new Extent(Threads));

    /// <summary>Sectors and chunks along x, neighbouring groups on neighbouring sectors; samples along y.</summary>
    private static Extent Groups(MapStorage maps, int pixels, int quads, int batch) => new(Extent.Cover(quads, maps.SectorQuads) * ChunksFor(pixels), batch);
}
