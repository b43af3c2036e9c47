namespace StyleGanIlgpu.CudaModel;

/// <summary>How many steps ahead a kernel's loads set out: so many of them share one wait.</summary>
internal static class PipelineDepth
{
    private static readonly (string Prefix, int Steps)[] Depths =
    [
        ("tensor_", 3),
        ("filtered_", 4),
    ];

    public static int Of(string kernel) => Depths.FirstOrDefault(depth => kernel.StartsWith(depth.Prefix, StringComparison.Ordinal), (Prefix: "", Steps: 1)).Steps;
}
