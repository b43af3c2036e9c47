namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>PhiloxNoiseKernel</c> takes.</summary>
partial struct PhiloxNoiseArguments
{
    /// <summary>Noise [Height, Stride], four pixels a quad.</summary>
    public DeviceQuads Output;

    /// <summary>[0] and [1] the low and the high word of the run's noise seed.</summary>
    public DeviceInts Options;

    /// <summary>Quads of a row.</summary>
    public int Stride;

    /// <summary>The layer's number, a part of the key.</summary>
    public int Layer;

    /// <summary>Multiplies the noise.</summary>
    public float Strength;

    private const int Threads = 32;

    /// <summary>Quads that hold a row of pixels.</summary>
    public static int StrideFor(int width) => Float4.Count(width);

    /// <summary>A thread makes four pixels of a row; rows along y.</summary>
    public static KernelLaunch Launch(int height, int width) =>
        new("philox_noise", new Extent(Extent.Cover(StrideFor(width), Threads), height), new Extent(Threads));
}
