using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// The state dict of an official StyleGAN3, or of a StyleGAN-XL, which is made of such. The tensors are canonical as they stand; the layer
/// table isn't among them, but the names tell sizes and channels, from which the published design gives the rest. The filters in the file
/// then have to be those of the table.
/// </summary>
internal static class OfficialStyleGan3
{
    /// <exception cref="ModelFormatException">A tensor is damaged or missing, or the layers aren't those of the published design.</exception>
    public static StateDictNetwork Read(StateDict official)
    {
        var family = OfficialStyleGanXl.Fits(official)
            ? "StyleGAN-XL that isn't a stem or a first super-resolution stage of the published design"
            : "StyleGAN3 that isn't of the published design";
        var tensors = OfficialStyleGan2.Tensors(official);
        var layers = StyleGan3LayerName.All(tensors.Keys);
        if (layers.Count < 4)
            throw Unknown($"{layers.Count} layers are too few");
        var geometry = Geometry(tensors, layers, Unknown);
        var whole = layers.TakeWhile((layer, index) => layer.Number == index).Count();
        if (whole < layers.Count && !OfficialStyleGanXl.Fits(official))
            throw Unknown($"layer {whole} is missing before '{layers[whole].Name}'");
        IReadOnlyList<StyleGan3Section>? sections = whole < layers.Count
            ? OfficialStyleGanXl.FirstStage(geometry, layers, whole)
            : StyleGan3Section.WithChannels(geometry, layers) is { } section ? [section] : null;
        if (sections is null)
            throw Unknown("no table of layers gives its sizes and channels");

        var table = new List<StyleGan3LayerConfig>();
        foreach (var (design, names) in sections)
        {
            foreach (var (layer, name) in design.ToConfig().Layers.Zip(names))
            {
                if (layer.Name != name.Name)
                    throw Unknown($"layer '{name.Name}' would be '{layer.Name}'");
                StyleGan3Filters.Check(tensors, design, layer, official.Source);
                table.Add(layer);
            }
        }

        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["state_dict"] = "tensors only; supposed: mapping lr_multiplier 0.01, activation lrelu, conv_clamp 256, num_fp16_res 4, output_scale 0.25",
        };
        return new StateDictNetwork(sections[0].Geometry.ToConfig() with { ImgResolution = geometry.ImgResolution, Layers = table }, tensors, notes);

        ModelFormatException Unknown(string what) => new(
            $"{official.Source}: the state dict of a {family} ({what}), so that its layer table can't be told; expected the snapshot (.pkl) that it was taken from.");
    }

    private static StyleGan3Geometry Geometry(
        Dictionary<string, Parameter> tensors, IReadOnlyList<StyleGan3LayerName> layers, Func<string, ModelFormatException> unknown)
    {
        var shapes = new StyleGan2Shapes(tensors);
        return new StyleGan3Geometry
        {
            ZDim = shapes.ZDim ?? throw unknown("the width of z isn't told by 'mapping.fc0.weight'"),
            CDim = shapes.CDim,
            WDim = tensors.GetValueOrDefault("synthesis.input.affine.weight")?.Shape is [4, var w] ? w : throw unknown("the width of w isn't told by 'synthesis.input.affine.weight'"),
            MappingLayers = shapes.MappingLayers,
            ImgResolution = layers[^1].Size,
            ImgChannels = layers[^1].Channels,
            NumLayers = layers.Count - 1,
            ConvKernel = tensors[$"synthesis.{layers[0].Name}.weight"].Shape is [_, _, var height, var width] && height == width ? height : throw unknown("the first layer has no square kernel"),
            UseRadialFilters = layers.Any(layer => tensors.GetValueOrDefault($"synthesis.{layer.Name}.down_filter")?.Shape.Length == 2),
        };
    }
}
