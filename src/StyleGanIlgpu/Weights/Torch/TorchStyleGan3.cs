using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>The configuration of a pickled StyleGAN3: every layer stores its own geometry, and nothing here computes it anew.</summary>
internal static class TorchStyleGan3
{
    private const int MostLayers = 256;

    /// <summary>Whether a synthesis network is a StyleGAN3: it starts from Fourier features.</summary>
    public static bool Fits(TorchModule synthesis) => synthesis.Child("input") is not null;

    public static StyleGan3Config Read(TorchModule root, TorchModule mapping, TorchModule synthesis, IReadOnlyDictionary<string, Parameter> tensors, string source)
    {
        var network = new TorchAttributes(source, "the generator", root);
        var synthesisAttributes = new TorchAttributes(source, "synthesis", synthesis);
        var mappingAttributes = TorchMapping.Read(mapping, source);
        var input = new TorchAttributes(source, "synthesis.input", synthesis.Child("input")!);
        return new StyleGan3Config
        {
            ZDim = network.Integer("z_dim"),
            CDim = network.OptionalInteger("c_dim") ?? 0,
            WDim = network.Integer("w_dim"),
            ImgResolution = synthesisAttributes.Integer("img_resolution"),
            ImgChannels = synthesisAttributes.Integer("img_channels"),
            MappingLayers = mappingAttributes.Layers ?? StyleGan2Shapes.CountMappingLayers(tensors.Keys),
            MappingLrMultiplier = mappingAttributes.LrMultiplier,
            MappingActivation = mappingAttributes.Activation,
            OutputScale = synthesisAttributes.OptionalReal("output_scale") ?? 0.25,
            Input = new StyleGan3InputConfig
            {
                Channels = input.Integer("channels"),
                Size = input.Integers("size", 2),
                SamplingRate = input.Real("sampling_rate"),
                Bandwidth = input.Real("bandwidth"),
            },
            Layers = [.. LayerNames(synthesis, source).Select(name => Layer(synthesis, name, source))],
        };
    }

    private static List<string> LayerNames(TorchModule synthesis, string source)
    {
        var names = new List<string>();
        if (synthesis.TryGet("layer_names", out var stored) && stored is PickleList { Items.Count: <= MostLayers } list)
        {
            foreach (var item in list.Items)
            {
                if (PickleText.TryGet(item, out var name))
                    names.Add(name);
            }
        }
        else
        {
            names.AddRange(synthesis.Children.Select(child => child.Key).Where(name => name != "input").Take(MostLayers + 1));
        }

        return names.Count is > 0 and <= MostLayers
            ? names
            : throw new ModelFormatException($"{source}: synthesis.layer_names names {names.Count} layers, expected 1 to {MostLayers}.");
    }

    private static StyleGan3LayerConfig Layer(TorchModule synthesis, string name, string source)
    {
        var module = synthesis.Child(name)
            ?? throw new ModelFormatException($"{source}: layer 'synthesis.{name}' is named in layer_names, but missing.");
        var layer = new TorchAttributes(source, $"synthesis.{name}", module);
        return new StyleGan3LayerConfig
        {
            Name = name,
            IsTorgb = layer.Flag("is_torgb"),
            IsCriticallySampled = layer.Flag("is_critically_sampled"),
            UseFp16 = layer.Flag("use_fp16"),
            InChannels = layer.Integer("in_channels"),
            OutChannels = layer.Integer("out_channels"),
            InSize = layer.Integers("in_size", 2),
            OutSize = layer.Integers("out_size", 2),
            InSamplingRate = layer.Real("in_sampling_rate"),
            OutSamplingRate = layer.Real("out_sampling_rate"),
            InCutoff = layer.Real("in_cutoff"),
            OutCutoff = layer.Real("out_cutoff"),
            InHalfWidth = layer.Real("in_half_width"),
            OutHalfWidth = layer.Real("out_half_width"),
            ConvKernel = layer.Integer("conv_kernel"),
            ConvClamp = layer.OptionalReal("conv_clamp"),
            UpFactor = layer.Integer("up_factor"),
            DownFactor = layer.Integer("down_factor"),
            Padding = layer.Integers("padding", 4),
            DownRadial = layer.Flag("down_radial"),
        };
    }
}
