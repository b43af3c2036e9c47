namespace StyleGanIlgpu.Kernels;

/// <summary>What <c>NormalizeRowsKernel</c> takes.</summary>
partial struct NormalizeRowsArguments
{
    /// <summary>Rows [N, InputStride].</summary>
    public DeviceFloats Input;

    /// <summary>Rows [N, SecondStride] that stand behind those of the input, as if they were one; empty where there are none.</summary>
    public DeviceFloats Second;

    /// <summary>Rows [N, OutputStride]; may be the input.</summary>
    public DeviceFloats Output;

    /// <summary>For every piece of a row: where it begins in the input and in the output, and how long it is.</summary>
    public DeviceInts Pieces;

    /// <summary>Floats from one sample of the input to the next.</summary>
    public int InputStride;

    /// <summary>Floats from one sample of the second input to the next.</summary>
    public int SecondStride;

    /// <summary>Floats from one sample of the output to the next.</summary>
    public int OutputStride;

    /// <summary>Added to the mean of the squares.</summary>
    public float Epsilon;

    /// <summary>Ints of a piece.</summary>
    public const int PieceLength = 3;

    /// <summary>Threads of a group.</summary>
    public const int Threads = 256;

    /// <summary>A group a piece of a sample.</summary>
    public static KernelLaunch Launch(int pieces, int batch) => new("normalize_rows", new Extent(pieces, batch), new Extent(Threads));
}
