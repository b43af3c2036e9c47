using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// The stages of a StyleGAN-XL (arXiv 2202.00273, section 3.3). The stem is a StyleGAN3. A super-resolution stage cuts off its critically
/// sampled layers and goes on from the last one that it keeps, and its names skip a number. Only where a first stage is the last does the
/// skipped number tell where the cut is: names don't tell later ones.
/// </summary>
internal static class OfficialStyleGanXl
{
    /// <summary>Whether the tensors are those of such a generator: only its classes are projected.</summary>
    public static bool Fits(StateDict official) => official.Contains("mapping.embed_proj.weight");

    /// <summary>What is kept of the stem, and the stage on top of it; null where the layers can't be those.</summary>
    /// <param name="all">The design but for sizes and channels: that of the whole network's picture.</param>
    /// <param name="layers">All layers, by number.</param>
    /// <param name="kept">How many there are before the skipped number.</param>
    public static IReadOnlyList<StyleGan3Section>? FirstStage(StyleGan3Geometry all, IReadOnlyList<StyleGan3LayerName> layers, int kept)
    {
        if (kept == 0 || layers.Count - kept < 4)
            return null;
        // The last layer before the critically sampled ones already has the rate of the stem's picture, with the margin on both sides.
        var resolution = layers[kept - 1].Size - (2 * all.MarginSize);
        // A smaller picture on top of a larger one would ask for filters of any length.
        if (resolution < 4 || resolution >= all.ImgResolution)
            return null;
        var stem = StyleGan3Section.WithChannels(all with { ImgResolution = resolution, NumLayers = kept + all.NumCritical }, [.. layers.Take(kept)]);
        if (stem?.Geometry.ToConfig().Layers[kept - 1] is not { } last)
            return null;
        var head = all with
        {
            NumLayers = layers.Count - kept - 1,
            FirstCutoff = last.OutCutoff,
            FirstStopband = last.OutCutoff + last.OutHalfWidth,
            FirstRate = last.OutSamplingRate,
            FirstNumber = kept + 1,
        };
        return StyleGan3Section.WithChannels(head, [.. layers.Skip(kept)]) is { } section ? [stem, section] : null;
    }
}
