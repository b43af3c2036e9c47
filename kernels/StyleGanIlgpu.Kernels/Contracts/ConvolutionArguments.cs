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

    /// <summary>
    /// Of every phase <see cref="PhaseLength"/> numbers: first tap, taps, first row and first column of its outputs, rows, columns; least rows and
    /// columns of <see cref="Taps"/>, and how much further its last go.
    /// </summary>
    public DeviceInts Phases;

    /// <summary>Of every tap the rows and the columns from an output's place to the input that it meets.</summary>
    public DeviceInts Taps;

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

    /// <summary>Rows of the input.</summary>
    public int InputHeight;

    /// <summary>Pixels of a row of the input.</summary>
    public int InputWidth;

    /// <summary>Quads of a pixel of the output.</summary>
    public int OutputQuads;

    /// <summary>Rows of the output.</summary>
    public int OutputHeight;

    /// <summary>Pixels of a row of the output.</summary>
    public int OutputWidth;

    /// <summary>Quads of the weights from one input channel to the next: whole tiles.</summary>
    public int WeightQuads;

    /// <summary>Phases of a transposed convolution, each with taps of its own; 1 where nothing is up-sampled.</summary>
    public int PhaseCount;

    /// <summary>Outputs from one place of a phase to the next.</summary>
    public int Step;

    /// <summary>Numbers that a phase has in the table.</summary>
    public const int PhaseLength = 10;

    /// <summary>Input channels of one step of the sum.</summary>
    public const int StepChannels = 8;

    /// <summary>Output channels of the weights are a multiple of this: the widest tile.</summary>
    public const int WeightChannels = 64;

    /// <summary>The variants, largest first.</summary>
    private static readonly Tile[] Tiles =
    [
        new("convolution_128x64", Pixels: 128, Channels: 64, Threads: 128, Slices: 1, LeastGroups: 128),
        new("convolution_128x32", Pixels: 128, Channels: 32, Threads: 128, Slices: 1, LeastGroups: 216),
        new("convolution_32x32", Pixels: 32, Channels: 32, Threads: 64, Slices: 1, LeastGroups: 384),
        new("convolution_32x32_sliced", Pixels: 32, Channels: 32, Threads: 256, Slices: 4, LeastGroups: 0),
    ];

    /// <summary>Input channels in whole steps.</summary>
    public static int PaddedInputs(int channels) => Extent.Cover(channels, StepChannels) * StepChannels;

    /// <summary>Output channels in whole tiles.</summary>
    public static int PaddedOutputs(int channels) => Extent.Cover(channels, WeightChannels) * WeightChannels;

    /// <summary>A group a tile of pixels (x) and channels (y) of a phase and sample (z).</summary>
    /// <param name="input">What the input is kept as.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="phases">Phases.</param>
    /// <param name="pixels">Places of the largest phase.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="kernel">The variant to take, for small shapes on a large tile; by the shape where null.</param>
    public static KernelLaunch Launch(MapStorage input, int batch, int phases, int pixels, int inputs, int outputs, string? kernel = null)
    {
        var tile = kernel is null ? Choose(batch, phases, pixels, outputs) : Tiles.Single(tile => tile.Kernel == kernel);
        // Each slice has two tiles of input, whose rows of a channel are a quad longer than their pixels, and two of weights; then the styles.
        var shared = (tile.Slices * 2 * StepChannels * (tile.Pixels + Float4.Length + tile.Channels)) + PaddedInputs(inputs);
        return new KernelLaunch(
            input.Variant(tile.Kernel),
            new Extent(Extent.Cover(pixels, tile.Pixels), Extent.Cover(outputs, tile.Channels), batch * phases),
            new Extent(tile.Threads),
            shared * sizeof(float));
    }

    private static Tile Choose(int batch, int phases, int pixels, int outputs)
    {
        // Slices change the order of the sum, so whether there are any must not depend on the batch.
        if (phases * Groups(Tiles[^2], pixels, outputs) < Tiles[^2].LeastGroups)
            return Tiles[^1];
        return Tiles.First(larger => batch * phases * Groups(larger, pixels, outputs) >= larger.LeastGroups && larger.Channels < outputs + 32);
    }

    private static long Groups(Tile tile, int pixels, int outputs) => (long)Extent.Cover(pixels, tile.Pixels) * Extent.Cover(outputs, tile.Channels);

    /// <summary>A variant of the kernel.</summary>
    /// <param name="Kernel">Its name.</param>
    /// <param name="Pixels">Pixels of a group.</param>
    /// <param name="Channels">Output channels of a group.</param>
    /// <param name="Threads">Threads of a group.</param>
    /// <param name="Slices">Slices of the sum.</param>
    /// <param name="LeastGroups">Groups from which on it is taken: the GPU is then full.</param>
    private readonly record struct Tile(string Kernel, int Pixels, int Channels, int Threads, int Slices, int LeastGroups);
}
