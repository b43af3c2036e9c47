using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The configuration of a StyleGAN2 of which there are only tensors: what these don't tell is supposed to be as in the official defaults.</summary>
internal static class SupposedStyleGan2
{
    /// <exception cref="ModelFormatException">The tensors don't tell a size that nothing else tells, or tell one out of range.</exception>
    public static StyleGan2Config Config(IReadOnlyDictionary<string, Parameter> tensors, string source, SortedDictionary<string, string> notes)
    {
        var shapes = new StyleGan2Shapes(tensors);
        notes["state_dict"] = "tensors only; supposed: mapping lr_multiplier 0.01, activation lrelu, no conv_clamp, num_fp16_res 0";
        var config = new StyleGan2Config
        {
            ZDim = shapes.ZDim ?? throw Missing("mapping.fc0.weight"),
            CDim = shapes.CDim,
            WDim = shapes.WDim ?? throw Missing($"synthesis.b{shapes.Resolution}.conv1.affine.weight"),
            ImgResolution = shapes.Resolution ?? throw Missing("synthesis.b4.conv1.weight"),
            ImgChannels = shapes.ImgChannels ?? throw Missing($"synthesis.b{shapes.Resolution}.torgb.weight"),
            MappingLayers = shapes.MappingLayers,
            Architecture = shapes.Architecture,
            UseNoise = shapes.UseNoise,
        };
        return ConfigRules.Check(config, source);

        ModelFormatException Missing(string name) => new($"{source}: tensor '{name}' is missing or misshapen, without which the network's size isn't known.");
    }
}
