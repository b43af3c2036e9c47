namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// Where a filtered leaky ReLU of maps in float16 goes to tensor cores and where to the float32 units. In clocks of a multiprocessor for 512 outputs,
/// what is issued or what tensor cores multiply, with a separable down-filter and with a plane: the float32 units take 540 and 1030; tensor cores
/// 180 and 330 on an A100 (two clocks a product), 180 and 270 on an H100, but 690 and 1330 on an RTX 4090 (eight clocks).
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
