namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// Where a convolution in float32 goes to tensor cores, as three products of tf32, and where to the float32 units: by the performance model
/// (benchmarks/results/cuda-model.md). Data-centre GPUs multiply tf32 eight times as fast as float32; the others only as fast, so that there the
/// three products lose, but where maps are so small that only the slices of the tensor cores' kernel give every multiprocessor something to do.
/// </summary>
internal static class SplitConvolutionChoice
{
    /// <summary>From this compute capability on: the most places of a phase and sample that are left to tensor cores.</summary>
    private static readonly (int Architecture, int MostPlaces)[] Table =
    [
        (80, int.MaxValue),
        (86, 8 * 8),
        (90, int.MaxValue),
        (120, 8 * 8),
    ];

    public static bool OnTensorCores(int architecture, int places) =>
        Table.LastOrDefault(line => line.Architecture <= architecture).MostPlaces >= places;
}
