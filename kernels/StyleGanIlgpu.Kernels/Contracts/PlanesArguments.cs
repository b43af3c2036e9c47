namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>PlanesKernel</c> takes.</summary>
partial struct PlanesArguments
{
    /// <summary>Maps [N, Pixels, Quads].</summary>
    public DeviceQuads Input;

    /// <summary>Planes [N, Channels, Pixels].</summary>
    public DeviceFloats Output;

    /// <summary>Of one sample.</summary>
    public int Pixels;

    /// <summary>Quads of a pixel.</summary>
    public int Quads;

    /// <summary>Channels, the filling of the last quad left out.</summary>
    public int Channels;

    private const int Threads = 128;

    /// <summary>Pixels along x, quads along y, samples along z.</summary>
    public static KernelLaunch Launch(MapStorage input, int pixels, int channels, int batch) =>
        new(input.Variant("planes"), new Extent(Extent.Cover(pixels, Threads), Float4.Count(channels), batch), new Extent(Threads));
}
