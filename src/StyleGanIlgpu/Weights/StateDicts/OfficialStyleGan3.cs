using System.Globalization;
using System.Text.RegularExpressions;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// The state dict of an official StyleGAN3. The tensors are canonical as they stand; the layer table isn't among them, but the names tell
/// sizes and channels, from which the published design gives the rest. The filters in the file then have to be those of the table.
/// </summary>
internal static partial class OfficialStyleGan3
{
    /// <exception cref="ModelFormatException">A tensor is damaged or missing, or the layers aren't those of the published design.</exception>
    public static StateDictNetwork Read(StateDict official)
    {
        if (official.Contains("mapping.embed_proj.weight"))
            throw new ModelFormatException($"{official.Source}: the state dict of a StyleGAN-XL generator, whose layer table isn't in its tensors; expected the snapshot (.pkl) that it was taken from.");
        var tensors = OfficialStyleGan2.Tensors(official);
        var layers = Layers(tensors, official.Source);
        var geometry = Geometry(tensors, layers, official.Source);
        var config = geometry.ToConfig();
        for (var i = 0; i < layers.Count; i++)
        {
            if (config.Layers[i].Name != layers[i].Name)
                throw Unknown(official.Source, $"layer '{layers[i].Name}' would be '{config.Layers[i].Name}'");
            StyleGan3Filters.Check(tensors, geometry, config.Layers[i], official.Source);
        }

        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["state_dict"] = "tensors only; supposed: mapping lr_multiplier 0.01, activation lrelu, conv_clamp 256, num_fp16_res 4, output_scale 0.25",
        };
        return new StateDictNetwork(config, tensors, notes);
    }

    private static List<Layer> Layers(Dictionary<string, Parameter> tensors, string source)
    {
        var layers = new List<Layer>();
        foreach (var name in tensors.Keys)
        {
            if (LayerWeight().Match(name) is { Success: true } match)
                layers.Add(new Layer(match.Groups[1].Value, Number(match.Groups[2]), Number(match.Groups[3]), Number(match.Groups[4])));
        }

        layers.Sort((a, b) => a.Index.CompareTo(b.Index));
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i].Index != i)
                throw Unknown(source, $"layer {i} is missing before '{layers[i].Name}'");
        }

        return layers.Count >= 4 ? layers : throw Unknown(source, $"{layers.Count} layers are too few");

        static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static StyleGan3Geometry Geometry(Dictionary<string, Parameter> tensors, List<Layer> layers, string source)
    {
        var shapes = new StyleGan2Shapes(tensors);
        var kernel = tensors[$"synthesis.{layers[0].Name}.weight"].Shape is [_, _, var height, var width] && height == width ? height : throw Unknown(source, "the first layer has no square kernel");
        var geometry = new StyleGan3Geometry
        {
            ZDim = shapes.ZDim ?? throw Unknown(source, "the width of z isn't told by 'mapping.fc0.weight'"),
            CDim = shapes.CDim,
            WDim = tensors.GetValueOrDefault("synthesis.input.affine.weight")?.Shape is [4, var w] ? w : throw Unknown(source, "the width of w isn't told by 'synthesis.input.affine.weight'"),
            MappingLayers = shapes.MappingLayers,
            ImgResolution = layers[^1].Size,
            ImgChannels = layers[^1].Channels,
            NumLayers = layers.Count - 1,
            ConvKernel = kernel,
            UseRadialFilters = layers.Any(layer => tensors.GetValueOrDefault($"synthesis.{layer.Name}.down_filter")?.Shape.Length == 2),
        };
        return WithChannels(geometry, layers, source);
    }

    // Channels are base / 2 over the cutoff, rounded, up to a most: every layer below the most tells the base to within its rounding.
    private static StyleGan3Geometry WithChannels(StyleGan3Geometry geometry, List<Layer> layers, string source)
    {
        var most = layers.SkipLast(1).Max(layer => layer.Channels);
        var (least, greatest) = (0.0, double.PositiveInfinity);
        foreach (var (layer, table) in layers.Zip(geometry.ToConfig().Layers).SkipLast(1))
        {
            least = Math.Max(least, (layer.Channels - 0.5) * 2 * table.OutCutoff);
            if (layer.Channels < most)
                greatest = Math.Min(greatest, (layer.Channels + 0.5) * 2 * table.OutCutoff);
        }

        var channelBase = Math.Pow(2, Math.Ceiling(Math.Log2(least)));
        if (channelBase > greatest)
            channelBase = Math.Ceiling(least);
        return channelBase <= Math.Min(greatest, int.MaxValue / 2)
            ? geometry with { ChannelBase = (int)channelBase, ChannelMax = most }
            : throw Unknown(source, "no channel base gives its channels");
    }

    private static ModelFormatException Unknown(string source, string what) => new(
        $"{source}: the state dict of a StyleGAN3 that isn't of the published design ({what}), so that its layer table can't be told; expected the snapshot (.pkl) that it was taken from.");

    // Up to five digits: anything longer is no size of a picture.
    [GeneratedRegex(@"^synthesis\.(L(\d{1,3})_(\d{1,5})_(\d{1,5}))\.weight$", RegexOptions.CultureInvariant)]
    private static partial Regex LayerWeight();

    private sealed record Layer(string Name, int Index, int Size, int Channels);
}
