namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>PointwiseLeakyReluKernel</c> takes.</summary>
partial struct PointwiseLeakyReluArguments
{
    /// <summary>Maps [pixels of all samples, PixelQuads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps of the same shape.</summary>
    public DeviceQuads Output;

    /// <summary>[PixelQuads]; empty where there is none.</summary>
    public DeviceQuads Bias;

    /// <summary>Quads of all samples.</summary>
    public int Quads;

    /// <summary>Quads of a pixel.</summary>
    public int PixelQuads;

    /// <summary>What negative values are multiplied by.</summary>
    public float Slope;

    /// <summary>Multiplies after the activation.</summary>
    public float Gain;

    /// <summary>Infinity for none.</summary>
    public float Limit;

    private const int Threads = 256;

    /// <summary>One thread a quad.</summary>
    public static KernelLaunch Launch(int quads) => new("pointwise_leaky_relu", new Extent(Extent.Cover(quads, Threads)), new Extent(Threads));
}
