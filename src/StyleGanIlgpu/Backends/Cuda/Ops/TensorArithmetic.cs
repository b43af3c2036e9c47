using StyleGanIlgpu.Kernels;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>What a convolution on tensor cores computes in.</summary>
/// <param name="Name">In the names of kernels and of prepared weights.</param>
/// <param name="IsHalf">Whether maps and weights are float16, or else float32.</param>
/// <param name="LeastArchitecture">The first with tensor cores for it, as a number (75 of sm_75).</param>
internal sealed record TensorArithmetic(string Name, bool IsHalf, int LeastArchitecture)
{
    private static readonly TensorArithmetic Split = new("split", false, 80);

    private static readonly TensorArithmetic Tf32 = new("tf32", false, 80);

    private static readonly TensorArithmetic Half = new("f16", true, 75);

    /// <summary>Bytes of a number of the maps and weights.</summary>
    public int Bytes => IsHalf ? sizeof(short) : sizeof(float);

    /// <summary>Input channels of a block.</summary>
    public int BlockChannels => TensorConvolutionArguments.BlockBytes / Bytes;

    /// <summary>Input channels of a piece.</summary>
    public int PieceChannels => BlockChannels / TensorConvolutionArguments.BlockPieces;

    /// <summary>Whether weights are rounded to tf32.</summary>
    public bool IsRounded => this == Tf32;

    /// <summary>Whether one product of float32 is three of tf32.</summary>
    public bool IsSplit => this == Split;

    /// <summary>By what the input is kept as, and the precision that was asked for.</summary>
    public static TensorArithmetic Of(MapStorage input, Precision precision)
    {
        if (input.IsFloat16)
            return Half;
        return precision == Precision.Tf32 ? Tf32 : Split;
    }
}
