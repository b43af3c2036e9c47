namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// The StyleGAN2 generator of the genforce program. It keeps what TensorFlow held: kernels of up-sampling layers are turned at run time, 1 is
/// added to the biases of styles; filters hold the gain of the up-sampling.
/// </summary>
internal static class GenforceStyleGan2
{
    private const string Generator = "a StyleGAN2 generator of the genforce program";

    private static readonly (string Theirs, string Ours, int Axes, TensorChange Change)[] Parts =
    [
        ("style.weight", "affine.weight", 2, TensorChange.None),
        ("style.bias", "affine.bias", 1, TensorChange.PlusOne),
        ("filter.kernel", "resample_filter", 2, TensorChange.Quartered),
        ("noise_strength", "noise_strength", 0, TensorChange.None),
        ("noise", "noise_const", 2, TensorChange.None),
        ("bias", "bias", 1, TensorChange.None),
    ];

    /// <exception cref="ModelFormatException">A tensor is damaged, misshapen, or not of such a generator.</exception>
    public static StateDictNetwork Read(StateDict theirs)
    {
        var layers = theirs.Count(i => $"synthesis.layer{i}.weight");
        SynthesisBlocks.Checked((layers / 2) + 1, theirs.Source);
        var tensors = NameMap.Apply(theirs, GenforceMapping.Table(theirs).Concat(Table(layers)), Generator);
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        ResamplingFilters.Complete(tensors);
        return new StateDictNetwork(SupposedStyleGan2.Config(tensors, theirs.Source, notes), tensors, notes);
    }

    // The first layer is alone at its resolution, the others are two each.
    private static IEnumerable<TensorRule> Table(int layers)
    {
        // Of the generators with classes, those of the later kind embed them as the official ones do.
        yield return new("mapping.LabelEmbed.weight", "mapping.embed.weight", 2);
        yield return new("mapping.LabelEmbed.bias", "mapping.embed.bias", 1);
        yield return new("synthesis.early_layer.const", "synthesis.b4.const", 3);
        yield return new("synthesis.upsample.kernel", "synthesis.b4.resample_filter", 2, TensorChange.Quartered);
        for (var i = 0; i < layers; i++)
        {
            var isUpsampling = i % 2 == 1;
            foreach (var rule in Layer($"synthesis.layer{i}", $"{SynthesisBlocks.Name((i + 1) / 2)}.{(isUpsampling ? "conv0" : "conv1")}", isUpsampling ? TensorChange.Turned : TensorChange.None))
                yield return rule;
            if (isUpsampling)
                continue;
            foreach (var rule in Layer($"synthesis.output{i / 2}", $"{SynthesisBlocks.Name(i / 2)}.torgb", TensorChange.None))
                yield return rule;
        }
    }

    private static IEnumerable<TensorRule> Layer(string theirs, string ours, TensorChange change) =>
        Parts.Select(part => new TensorRule($"{theirs}.{part.Theirs}", $"{ours}.{part.Ours}", part.Axes, part.Change))
            .Prepend(new TensorRule($"{theirs}.weight", $"{ours}.weight", 4, change));
}
