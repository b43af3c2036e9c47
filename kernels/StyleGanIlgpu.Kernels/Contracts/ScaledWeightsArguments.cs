namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>ScaledWeightsKernel</c> takes.</summary>
partial struct ScaledWeightsArguments
{
    /// <summary>The weights of a 1x1 convolution in the order of <see cref="TensorConvolutionArguments.Weights"/>, in float32 whatever those are in.</summary>
    public DeviceQuads Weights;

    /// <summary>Factors of the input channels in rows [N, StyleStride], those of this layer from StyleOffset on.</summary>
    public DeviceFloats Styles;

    /// <summary>What the convolution reads: the same times the factors of each sample, one after another.</summary>
    public DeviceQuads Scaled;

    /// <summary>Floats from one sample of the styles to the next.</summary>
    public int StyleStride;

    /// <summary>Where this layer begins in a sample of the styles.</summary>
    public int StyleOffset;

    /// <summary>Channels of the input.</summary>
    public int InputChannels;

    /// <summary>Output channels of the weights.</summary>
    public int WeightRows;

    /// <summary>Quads of the weights.</summary>
    public int Quads;

    /// <summary>1 where the convolution reads float16.</summary>
    public int IsHalf;

    /// <summary>Threads of a group.</summary>
    public const int Threads = 128;

    /// <summary>A thread a quad (x) of a sample's weights (y).</summary>
    /// <param name="quads">Quads of the weights.</param>
    /// <param name="batch">Samples.</param>
    public static KernelLaunch Launch(int quads, int batch) =>
        new("scaled_weights", new Extent(Extent.Cover(quads, Threads), batch), new Extent(Threads));
}
