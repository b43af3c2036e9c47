namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>NarrowConvolutionKernel</c> takes.</summary>
partial struct NarrowConvolutionArguments
{
    /// <summary>Maps [N, pixels, InputQuads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps [N, pixels, OutputQuads], all but the first quad filling.</summary>
    public DeviceQuads Output;

    /// <summary>The weights, gain included [output channel of four, InputQuads]; what fills up is zero.</summary>
    public DeviceQuads Weights;

    /// <summary>Factors of the input channels in rows [N, StyleStride], those of this layer from StyleOffset on; empty where there are none.</summary>
    public DeviceFloats Styles;

    /// <summary>What happens to a sum before it is stored.</summary>
    public EpilogueArguments Epilogue;

    /// <summary>Floats from one sample of the styles to the next.</summary>
    public int StyleStride;

    /// <summary>Where this layer begins in a sample of the styles.</summary>
    public int StyleOffset;

    /// <summary>Channels of the input, the filling of the last quad left out.</summary>
    public int InputChannels;

    /// <summary>Quads of a pixel of the input.</summary>
    public int InputQuads;

    /// <summary>Quads of a pixel of the output: 1, or 2 of float16.</summary>
    public int OutputQuads;

    /// <summary>Pixels of a sample.</summary>
    public int Pixels;

    /// <summary>Pixels of a row: the noise is found by row and column.</summary>
    public int Width;

    /// <summary>Lanes that share a pixel: 8, whose quads of two sectors and more are read side by side, 16 or 32.</summary>
    public int PixelLanes;

    /// <summary>Pixels of a lane, so that the weights are read once for all of them.</summary>
    public const int LanePixels = 4;

    /// <summary>Threads of a group.</summary>
    public const int Threads = 128;

    private const int FewestLanes = 8;

    private const int MostLanes = 32;

    /// <summary>Groups that fill a large GPU.</summary>
    private const int EnoughGroups = 512;

    /// <summary>The most input channels: the modulated weights and the styles are kept in shared memory.</summary>
    public const int MostInputs = 48 * 1024 / ((Float4.Length + 1) * sizeof(float));

    /// <summary>Whether the kernel takes a 1x1 convolution without padding: it has at most a quad of outputs.</summary>
    public static bool Fits(MapStorage input, int inputs, int outputs) => outputs <= Float4.Length && input.Quads(inputs) * Float4.Length <= MostInputs;

    /// <summary>
    /// Lanes that share a pixel of a map: more where the map is small and the sums are long. By a sample alone, for the order of a sum depends on it.
    /// </summary>
    public static int PixelLanesFor(MapStorage input, int pixels, int inputs)
    {
        var lanes = FewestLanes;
        while (lanes < MostLanes && 2 * lanes <= input.Quads(inputs) && Extent.Cover(pixels, GroupPixels(lanes)) < EnoughGroups)
            lanes *= 2;
        return lanes;
    }

    /// <summary>A group 64 pixels of a sample (y), or fewer where more lanes share one.</summary>
    public static KernelLaunch Launch(MapStorage input, int batch, int pixels, int inputs) => new(
        input.Variant("narrow_convolution"),
        new Extent(Extent.Cover(pixels, GroupPixels(PixelLanesFor(input, pixels, inputs))), batch),
        new Extent(Threads),
        input.Quads(inputs) * Float4.Length * (Float4.Length + 1) * sizeof(float));

    private static int GroupPixels(int lanes) => Threads / lanes * LanePixels;
}
