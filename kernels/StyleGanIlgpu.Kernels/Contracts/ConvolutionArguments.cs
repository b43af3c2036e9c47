namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>ConvolutionKernel</c> takes.</summary>
partial struct ConvolutionArguments
{
    /// <summary>Maps [N, InputHeight, InputWidth, InputQuads].</summary>
    public DeviceQuads Input;

    /// <summary>Maps [N, OutputHeight, OutputWidth, OutputQuads].</summary>
    public DeviceQuads Output;

    /// <summary>
    /// The weights, gain included [tap, input channel, WeightQuads], taps of all phases one after another; channels that fill up are zero.
    /// </summary>
    public DeviceQuads Weights;

    /// <summary>Factors of the input channels in rows [N, StyleStride], those of this layer from StyleOffset on; empty where there are none.</summary>
    public DeviceFloats Styles;

    /// <summary>Of every phase <see cref="PhaseLength"/> numbers: first tap, taps, first row and first column of its outputs, rows, columns.</summary>
    public DeviceInts Phases;

    /// <summary>Of every tap the rows and the columns from an output's place to the input that it meets.</summary>
    public DeviceInts Taps;

    public EpilogueArguments Epilogue;

    public int StyleStride;

    public int StyleOffset;

    public int InputChannels;

    public int InputQuads;

    public int InputHeight;

    public int InputWidth;

    public int OutputQuads;

    public int OutputHeight;

    public int OutputWidth;

    /// <summary>Quads of the weights from one input channel to the next: whole tiles.</summary>
    public int WeightQuads;

    public int PhaseCount;

    /// <summary>Outputs from one place of a phase to the next.</summary>
    public int Step;

    /// <summary>Numbers that a phase has in the table.</summary>
    public const int PhaseLength = 6;

    /// <summary>Input channels of one step of the sum.</summary>
    public const int StepChannels = 8;

    /// <summary>Output channels of the weights are a multiple of this: the widest tile.</summary>
    public const int WeightChannels = 64;

    /// <summary>From so many groups on the GPU is full, and larger tiles pay.</summary>
    private const int EnoughGroups = 96;

    /// <summary>The variants: name, pixels and channels of a tile, threads. Largest first.</summary>
    private static readonly (string Kernel, int Pixels, int Channels, int Threads)[] Tiles =
    [
        ("convolution_128x64", 128, 64, 128),
        ("convolution_128x32", 128, 32, 128),
        ("convolution_32x32", 32, 32, 64),
    ];

    /// <summary>Input channels in whole steps.</summary>
    public static int PaddedInputs(int channels) => Extent.Cover(channels, StepChannels) * StepChannels;

    /// <summary>Output channels in whole tiles.</summary>
    public static int PaddedOutputs(int channels) => Extent.Cover(channels, WeightChannels) * WeightChannels;

    /// <summary>A group a tile of pixels (x) and channels (y) of a phase and sample (z).</summary>
    /// <param name="batch">Samples.</param>
    /// <param name="phases">Phases.</param>
    /// <param name="pixels">Places of the largest phase.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    public static KernelLaunch Launch(int batch, int phases, int pixels, int inputs, int outputs)
    {
        var tile = Tiles[^1];
        foreach (var larger in Tiles)
        {
            var groups = (long)Extent.Cover(pixels, larger.Pixels) * Extent.Cover(outputs, larger.Channels) * batch * phases;
            if (groups >= EnoughGroups && larger.Channels < outputs + 32)
            {
                tile = larger;
                break;
            }
        }
        // Twice the tiles of input, a row of each of the step's channels longer by a quad than its pixels, and of weights; then the styles.
        var shared = (2 * StepChannels * (tile.Pixels + Float4.Length + tile.Channels)) + PaddedInputs(inputs);
        return new KernelLaunch(
            tile.Kernel,
            new Extent(Extent.Cover(pixels, tile.Pixels), Extent.Cover(outputs, tile.Channels), batch * phases),
            new Extent(tile.Threads),
            shared * sizeof(float));
    }
}
