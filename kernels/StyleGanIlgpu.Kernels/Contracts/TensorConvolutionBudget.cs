namespace StyleGanIlgpu.Kernels;

/// <summary>What an architecture gives a convolution on tensor cores.</summary>
/// <param name="Architecture">As a number: 75 of sm_75.</param>
/// <param name="SharedBytes">Shared memory of a group.</param>
/// <param name="SharedBytesOfTwo">So much that two groups have room on a multiprocessor.</param>
/// <param name="WeightStages">Taps whose weights are there or on their way.</param>
/// <param name="MostPixelBuffers">The most blocks of channels that are there or on their way.</param>
/// <param name="Multiprocessors">How many the choice of a tile is made for.</param>
readonly partial record struct TensorConvolutionBudget(
    int Architecture, int SharedBytes, int SharedBytesOfTwo, int WeightStages, int MostPixelBuffers, int Multiprocessors)
{
    /// <summary>Weights that are copied past the registers have a step and a half to arrive in.</summary>
    public const int AsynchronousWeightStages = 3;

    /// <summary>What is on its way in registers needs a second place only.</summary>
    public const int RegisterWeightStages = 2;

    private static readonly TensorConvolutionBudget[] Table =
    [
        // A T4 has 40 multiprocessors.
        new(75, SharedBytes: 64 * 1024, SharedBytesOfTwo: 32 * 1024, RegisterWeightStages, MostPixelBuffers: 2, Multiprocessors: 40),
        // So much that all GPUs from here on have it; two groups on sm_80 and sm_90; multiprocessors between those of the large GPUs.
        new(80, SharedBytes: 99 * 1024, SharedBytesOfTwo: 81 * 1024, AsynchronousWeightStages, MostPixelBuffers: 3, Multiprocessors: 128),
    ];

    /// <summary>Of a device: the newest that isn't newer.</summary>
    public static TensorConvolutionBudget Of(int architecture) => Table.Last(budget => budget.Architecture <= architecture);
}
