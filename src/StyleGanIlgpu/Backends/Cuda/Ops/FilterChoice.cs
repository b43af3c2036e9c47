namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// Where a filtered leaky ReLU of maps in float16 goes to tensor cores and where to the float32 units. Counted in clocks of a multiprocessor for
/// 512 outputs: the products of matrices against the instructions that are issued.
/// </summary>
internal static class FilterChoice
{
    /// <summary>From this compute capability on.</summary>
    private static readonly (int Architecture, bool OnTensorCores)[] Table =
    [
        (80, true),
        (86, false),
        (90, true),
        (120, false),
    ];

    public static bool OnTensorCores(int architecture) => Table.LastOrDefault(line => line.Architecture <= architecture).OnTensorCores;
}
