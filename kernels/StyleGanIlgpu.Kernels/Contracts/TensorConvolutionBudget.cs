namespace StyleGanIlgpu.Kernels;

/// <summary>What an architecture gives a convolution on tensor cores.</summary>
/// <param name="Architecture">As a number: 75 of sm_75.</param>
/// <param name="SharedBytes">Shared memory of a group.</param>
/// <param name="MultiprocessorBytes">Shared memory of a multiprocessor.</param>
/// <param name="WeightStages">Taps whose weights are there or on their way.</param>
/// <param name="MostPixelBuffers">The most blocks of channels that are there or on their way.</param>
/// <param name="Multiprocessors">How many the choice of a tile is made for.</param>
readonly partial record struct TensorConvolutionBudget(
    int Architecture, int SharedBytes, int MultiprocessorBytes, int WeightStages, int MostPixelBuffers, int Multiprocessors)
{
    /// <summary>Weights that are copied past the registers have a step and a half to arrive in.</summary>
    public const int AsynchronousWeightStages = 3;

    /// <summary>What is on its way in registers needs a second place only.</summary>
    public const int RegisterWeightStages = 2;

    /// <summary>Of every group, what the system takes for itself.</summary>
    private const int SystemBytes = 1024;

    // Multiprocessors of a T4, A100, RTX 4090, H100 and RTX 5090.
    private static readonly TensorConvolutionBudget[] Table =
    [
        new(75, SharedBytes: 64 * 1024, MultiprocessorBytes: 64 * 1024, RegisterWeightStages, MostPixelBuffers: 2, Multiprocessors: 40),
        new(80, SharedBytes: 163 * 1024, MultiprocessorBytes: 164 * 1024, AsynchronousWeightStages, MostPixelBuffers: 3, Multiprocessors: 108),
        new(86, SharedBytes: 99 * 1024, MultiprocessorBytes: 100 * 1024, AsynchronousWeightStages, MostPixelBuffers: 3, Multiprocessors: 128),
        new(87, SharedBytes: 163 * 1024, MultiprocessorBytes: 164 * 1024, AsynchronousWeightStages, MostPixelBuffers: 3, Multiprocessors: 16),
        new(89, SharedBytes: 99 * 1024, MultiprocessorBytes: 100 * 1024, AsynchronousWeightStages, MostPixelBuffers: 3, Multiprocessors: 128),
        new(90, SharedBytes: 227 * 1024, MultiprocessorBytes: 228 * 1024, AsynchronousWeightStages, MostPixelBuffers: 3, Multiprocessors: 132),
        new(120, SharedBytes: 99 * 1024, MultiprocessorBytes: 100 * 1024, AsynchronousWeightStages, MostPixelBuffers: 3, Multiprocessors: 170),
    ];

    /// <summary>Of a device: the newest that isn't newer.</summary>
    public static TensorConvolutionBudget Of(int architecture) => Table.Last(budget => budget.Architecture <= architecture);

    /// <summary>Groups of so much shared memory that a multiprocessor holds at a time.</summary>
    public int GroupsOf(int sharedBytes) => MultiprocessorBytes / (sharedBytes + (Architecture < 80 ? 0 : SystemBytes));
}
