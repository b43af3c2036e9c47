using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// The configuration of a pickled StyleGAN2. Attributes of the modules come first; files of the first stylegan2-ada-pytorch lack some,
/// which then come from the keyword arguments that the modules were made with, or from the tensors.
/// </summary>
internal static class TorchStyleGan2
{
    /// <summary>Whether a synthesis network is a StyleGAN2: it has a block for the smallest resolution.</summary>
    public static bool Fits(TorchModule synthesis) => synthesis.Child("b4") is not null;

    public static StyleGan2Config Read(TorchModule root, TorchModule mapping, TorchModule synthesis, IReadOnlyDictionary<string, Parameter> tensors, string source)
    {
        var shapes = new StyleGan2Shapes(tensors);
        var network = new TorchAttributes(source, "the generator", root);
        var synthesisAttributes = new TorchAttributes(source, "synthesis", synthesis);
        var mappingAttributes = TorchMapping.Read(mapping, source);
        var blocks = Blocks(synthesis);
        var last = blocks[^1];
        var lastBlock = new TorchAttributes(source, $"synthesis.{last.Key}", last.Value);
        var conv1 = last.Value.Child("conv1") is { } layer ? new TorchAttributes(source, $"synthesis.{last.Key}.conv1", layer) : lastBlock;
        return new StyleGan2Config
        {
            ZDim = network.OptionalInteger("z_dim") ?? shapes.ZDim ?? network.Integer("z_dim"),
            CDim = network.OptionalInteger("c_dim") ?? shapes.CDim,
            WDim = network.OptionalInteger("w_dim") ?? shapes.WDim ?? network.Integer("w_dim"),
            ImgResolution = synthesisAttributes.OptionalInteger("img_resolution") ?? shapes.Resolution ?? network.Integer("img_resolution"),
            ImgChannels = synthesisAttributes.OptionalInteger("img_channels") ?? shapes.ImgChannels ?? network.Integer("img_channels"),
            MappingLayers = mappingAttributes.Layers ?? shapes.MappingLayers,
            MappingLrMultiplier = mappingAttributes.LrMultiplier,
            MappingActivation = mappingAttributes.Activation,
            Architecture = lastBlock.OptionalText("architecture") ?? shapes.Architecture,
            Activation = conv1.OptionalText("activation") ?? "lrelu",
            UseNoise = conv1.Flag("use_noise", shapes.UseNoise),
            NumFp16Res = synthesisAttributes.OptionalInteger("num_fp16_res")
                ?? blocks.Count(block => new TorchAttributes(source, $"synthesis.{block.Key}", block.Value).Flag("use_fp16")),
            ConvClamp = ConvClamp(root, synthesis, blocks, source),
        };
    }

    // In the order of the tree, which is that of resolution.
    private static List<KeyValuePair<string, TorchModule>> Blocks(TorchModule synthesis) =>
        [.. synthesis.Children.Where(child => child.Key.Length > 1 && child.Key[0] == 'b' && child.Key.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)];

    private static double? ConvClamp(TorchModule root, TorchModule synthesis, List<KeyValuePair<string, TorchModule>> blocks, string source)
    {
        var stored = new HashSet<double?>();
        foreach (var (block, module) in blocks)
        {
            foreach (var (name, layer) in module.Children)
            {
                // The skip convolution of a resnet block is never clamped, whatever its siblings are.
                if (name != "skip" && layer.TryGet("conv_clamp", out _))
                    stored.Add(new TorchAttributes(source, $"synthesis.{block}.{name}", layer).OptionalReal("conv_clamp"));
            }
        }

        if (stored.Count > 1)
        {
            throw new ModelFormatException(
                $"{source}: the layers have different values of conv_clamp ({string.Join(", ", stored.Select(value => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "None"))}), expected one.");
        }

        var clamp = stored.Count == 1
            ? stored.Single()
            : NumpyValues.Number(synthesis.InitKwargs["conv_clamp"])
                ?? NumpyValues.Number((root.InitKwargs["synthesis_kwargs"] as PickleDictionary)?["conv_clamp"])
                ?? NumpyValues.Number(root.InitKwargs["conv_clamp"]);
        return clamp;
    }
}
