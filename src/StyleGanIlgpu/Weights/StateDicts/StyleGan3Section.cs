using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>Layers of a state dict, one after another, that are of one design: all of a StyleGAN3, or a stage of a StyleGAN-XL.</summary>
/// <param name="Geometry">The design.</param>
/// <param name="Layers">Its layers from the first one on; those that another stage replaces are left out.</param>
internal sealed record StyleGan3Section(StyleGan3Geometry Geometry, IReadOnlyList<StyleGan3LayerName> Layers)
{
    /// <summary>A section whose channels are told by the names; null where no table of channels gives them.</summary>
    /// <remarks>Channels are base / 2 over the cutoff, rounded, up to a most: every layer below the most tells the base to within its rounding.</remarks>
    public static StyleGan3Section? WithChannels(StyleGan3Geometry geometry, IReadOnlyList<StyleGan3LayerName> layers)
    {
        // Torgb, if it is there, has as many as the picture.
        var counted = layers.Take(geometry.NumLayers).ToList();
        var most = counted.Max(layer => layer.Channels);
        var (least, greatest) = (0.0, double.PositiveInfinity);
        foreach (var (layer, table) in counted.Zip(geometry.ToConfig().Layers))
        {
            least = Math.Max(least, (layer.Channels - 0.5) * 2 * table.OutCutoff);
            if (layer.Channels < most)
                greatest = Math.Min(greatest, (layer.Channels + 0.5) * 2 * table.OutCutoff);
        }

        var channelBase = Math.Pow(2, Math.Ceiling(Math.Log2(least)));
        if (channelBase > greatest)
            channelBase = Math.Ceiling(least);
        return channelBase <= Math.Min(greatest, int.MaxValue / 2)
            ? new StyleGan3Section(geometry with { ChannelBase = (int)channelBase, ChannelMax = most }, layers)
            : null;
    }
}
