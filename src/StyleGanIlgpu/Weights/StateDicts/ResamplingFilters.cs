using StyleGanIlgpu.Numerics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The filters that official StyleGAN2 networks hold in every block and convolution, be they used there or not.</summary>
internal static class ResamplingFilters
{
    private const string Filter = ".resample_filter";

    // What of a block holds one besides itself, where it is there.
    private static readonly string[] Layers = ["conv0", "conv1", "skip"];

    /// <summary>Adds those that another program has no use for: a block's own is that of the block before or after, else the official one.</summary>
    public static void Complete(Dictionary<string, Parameter> tensors)
    {
        string[] blocks = [.. Enumerable.Range(0, SynthesisBlocks.Most).Select(SynthesisBlocks.Name).Where(block => tensors.ContainsKey($"{block}.conv1.weight"))];
        var usual = blocks.Select(block => tensors.GetValueOrDefault(block + Filter)).FirstOrDefault(filter => filter is not null)
            ?? new Parameter("", [4, 4], SquareFilter.Of(1, 3, 3, 1));
        foreach (var block in blocks)
        {
            var own = tensors.GetValueOrDefault(block + Filter) ?? Add(block, usual);
            foreach (var layer in Layers)
            {
                if (tensors.ContainsKey($"{block}.{layer}.weight") && !tensors.ContainsKey($"{block}.{layer}{Filter}"))
                    Add($"{block}.{layer}", own);
            }
        }

        Parameter Add(string owner, Parameter filter) => tensors[owner + Filter] = new Parameter(owner + Filter, filter.Shape, filter.Values);
    }
}
