namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>FourierFeaturesKernel</c> takes.</summary>
partial struct FourierFeaturesArguments
{
    /// <summary>Rows [N, StyleStride]; a sample's rotation and translation are the four from Style on.</summary>
    public DeviceFloats Styles;

    /// <summary>The caller's matrix, [N, 9].</summary>
    public DeviceFloats Transform;

    /// <summary>For every channel its frequency along x and along y and its phase; [3, quads of channels].</summary>
    public DeviceFloats Waves;

    /// <summary>Maps [N, H, W, quads].</summary>
    public DeviceQuads Output;

    /// <summary>Floats from one sample of the styles to the next.</summary>
    public int StyleStride;

    /// <summary>Where the four numbers of this layer begin in a sample of the styles.</summary>
    public int Style;

    /// <summary>Rows of the output.</summary>
    public int Height;

    /// <summary>Pixels of a row of the output.</summary>
    public int Width;

    /// <summary>Quads of a pixel.</summary>
    public int Quads;

    /// <summary>1 where the output is in float16.</summary>
    public int IsHalf;

    /// <summary>1 / sampling rate, as the sum of two numbers.</summary>
    public float StepHigh;

    /// <summary>What the step between two positions has beyond float32.</summary>
    public float StepLow;

    /// <summary>The frequency up to which a wave keeps its whole amplitude.</summary>
    public float Bandwidth;

    /// <summary>1 / (sampling rate / 2 - bandwidth).</summary>
    public float Damping;

    /// <summary>Quads of a group's tile.</summary>
    public const int TileQuads = 32;

    /// <summary>Rows of a group's tile, one a warp.</summary>
    public const int TileRows = 4;

    /// <summary>Columns of a group's tile, which a warp walks along: a quarter of what networks have. Tiles of a row follow each other along y.</summary>
    public const int TileColumns = 9;

    /// <summary>A warp a row of 32 quads of channels, walking along the columns.</summary>
    public static KernelLaunch Launch(int quads, int height, int width, int batch) => new(
        "fourier_features",
        new Extent(Extent.Cover(quads, TileQuads), Extent.Cover(height, TileRows) * Extent.Cover(width, TileColumns), batch),
        new Extent(TileQuads * TileRows));
}
