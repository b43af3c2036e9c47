namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>TensorConvolutionKernel</c> takes.</summary>
partial struct TensorConvolutionArguments
{
    /// <summary>Maps [N, InputHeight, InputWidth, InputPieces].</summary>
    public DeviceQuads Input;

    /// <summary>Maps [N, OutputHeight, OutputWidth, OutputQuads]; where there are slices, one after another, sums alone.</summary>
    public DeviceQuads Output;

    /// <summary>
    /// The weights, gain included [phase, block of input channels, tap, output channel, piece], pieces in the order of
    /// <see cref="PieceAt"/>; channels that fill up are zero.
    /// </summary>
    public DeviceQuads Weights;

    /// <summary>Factors of the input channels in rows [N, StyleStride], of float16 scaled to [-1, 1], those of this layer from StyleOffset on; empty where there are none.</summary>
    public DeviceFloats Styles;

    /// <summary>The phases, as <see cref="ConvolutionArguments.Phases"/>.</summary>
    public DeviceInts Phases;

    /// <summary>Of every tap the rows and the columns from an output's place to the input that it meets.</summary>
    public DeviceInts Taps;

    /// <summary>What happens to a sum before it is stored, where there are no slices.</summary>
    public EpilogueArguments Epilogue;

    /// <summary>Floats from one sample of the styles to the next.</summary>
    public int StyleStride;

    /// <summary>Where this layer begins in a sample of the styles.</summary>
    public int StyleOffset;

    /// <summary>Channels of the input, those left out that fill up the last quad.</summary>
    public int InputChannels;

    /// <summary>Pieces of 16 bytes of a pixel of the input.</summary>
    public int InputPieces;

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

    /// <summary>Output channels of the weights: whole tiles of every kind.</summary>
    public int WeightRows;

    /// <summary>Pieces from one sample's weights to the next; 0 where all samples have the same.</summary>
    public int WeightStride;

    /// <summary>Samples.</summary>
    public int Batch;

    /// <summary>Phases of a transposed convolution, each with taps of its own; 1 where nothing is up-sampled.</summary>
    public int PhaseCount;

    /// <summary>Outputs from one place of a phase to the next.</summary>
    public int Step;

    /// <summary>How the shape is cut up.</summary>
    public TensorConvolutionTiling Tiling;

    /// <summary>Bytes of a pixel, or of an output channel's weights, that a step of the sum takes: 32 float32 or 64 float16.</summary>
    public const int BlockBytes = 128;

    /// <summary>Pieces of 16 bytes of a block.</summary>
    public const int BlockPieces = BlockBytes / 16;

    /// <summary>Words of 32 bits of a block.</summary>
    public const int BlockWords = BlockBytes / sizeof(int);

    /// <summary>Output channels of the weights are a multiple of this: the widest tile.</summary>
    public const int WeightChannels = 128;

    /// <summary>Output channels in whole tiles.</summary>
    public static int PaddedOutputs(int channels) => Extent.Cover(channels, WeightChannels) * WeightChannels;

    /// <summary>
    /// Where a piece of a row of shared memory stands: eight rows that follow one another have it in eight different groups of four banks, so that
    /// a matrix is loaded without a conflict.
    /// </summary>
    public static int PieceAt(int row, int piece) => piece ^ (row & 7);
}
