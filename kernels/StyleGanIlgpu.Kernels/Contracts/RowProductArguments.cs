namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>RowProductKernel</c> takes.</summary>
partial struct RowProductArguments
{
    /// <summary>Rows [N, InputStride].</summary>
    public DeviceFloats Input;

    /// <summary>Rows of weights, each padded to whole quads with zeros.</summary>
    public DeviceQuads Weights;

    /// <summary>One number a row: its bias, or the numerator of its coefficient.</summary>
    public DeviceFloats Constants;

    /// <summary><see cref="RowTile"/>, one a group, as ints.</summary>
    public DeviceInts Tiles;

    /// <summary>Rows [N, OutputStride].</summary>
    public DeviceFloats Output;

    /// <summary>Floats from one sample of the input to the next.</summary>
    public int InputStride;

    /// <summary>Floats from one sample of the output to the next.</summary>
    public int OutputStride;

    /// <summary>Samples.</summary>
    public int Batch;

    /// <summary>An <see cref="ActivationKind"/>, for the form that has one.</summary>
    public int Activation;

    /// <summary>The slope of a leaky ReLU below zero.</summary>
    public float Alpha;

    /// <summary>Multiplies after the activation.</summary>
    public float Gain;

    /// <summary>Infinity for none.</summary>
    public float Clamp;

    /// <summary>Samples that share a read of the weights.</summary>
    public const int Samples = 4;

    /// <summary>A group a tile of rows and up to four samples; a warp a row.</summary>
    public static KernelLaunch Launch(string kernel, int tiles, int batch) =>
        new(kernel, new Extent(tiles, Extent.Cover(batch, Samples)), new Extent(RowTile.Rows * 32));
}
