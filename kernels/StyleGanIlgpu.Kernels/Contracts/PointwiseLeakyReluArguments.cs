namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>PointwiseLeakyReluKernel</c> takes.</summary>
partial struct PointwiseLeakyReluArguments
{
    /// <summary>Maps [pixels of all samples, InputQuads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps [pixels of all samples, PixelQuads].</summary>
    public DeviceQuads Output;

    /// <summary>[PixelQuads]; empty where there is none.</summary>
    public DeviceQuads Bias;

    /// <summary>Quads of all samples of the output.</summary>
    public int Quads;

    /// <summary>Quads of a pixel of the input.</summary>
    public int InputQuads;

    /// <summary>Quads of a pixel of the output.</summary>
    public int PixelQuads;

    /// <summary>1 where the output is in float16.</summary>
    public int IsHalf;

    /// <summary>What negative values are multiplied by.</summary>
    public float Slope;

    /// <summary>Multiplies after the activation.</summary>
    public float Gain;

    /// <summary>Infinity for none.</summary>
    public float Limit;

    private const int Threads = 256;

    /// <summary>One thread a quad.</summary>
    public static KernelLaunch Launch(MapStorage input, int quads) =>
        new(input.Variant("pointwise_leaky_relu"), new Extent(Extent.Cover(quads, Threads)), new Extent(Threads));
}
