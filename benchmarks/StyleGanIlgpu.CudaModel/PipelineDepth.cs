namespace StyleGanIlgpu.CudaModel;

/// <summary>How many steps ahead a kernel's loads set out: so many of them share one wait. By the oldest architecture.</summary>
internal static class PipelineDepth
{
    private static readonly (string Prefix, int Architecture, int Steps)[] Depths =
    [
        ("tensor_", 75, 1),
        ("tensor_", 80, 3),
        ("filtered_", 75, 4),
    ];

    public static int Of(string kernel, int architecture) =>
        Depths.LastOrDefault(depth => depth.Architecture <= architecture && kernel.StartsWith(depth.Prefix, StringComparison.Ordinal), (Prefix: "", Architecture: 0, Steps: 1)).Steps;
}
