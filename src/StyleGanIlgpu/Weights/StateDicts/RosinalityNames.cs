namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// The generator of the rosinality program, and of the many that took it over (pSp, e4e, ReStyle). It is the official StyleGAN2 under other
/// names: kernels of filters hold the gain of the up-sampling, and convolutions are scaled at run time by 1 / sqrt(fan_in), which
/// demodulation takes out again and the official torgb has as well.
/// </summary>
internal static class RosinalityNames
{
    private const string Generator = "a StyleGAN2 generator of the rosinality program";

    // The parts of a layer. Only up-sampling ones have a kernel; torgb has its bias elsewhere, and no noise.
    private static readonly (string Theirs, string Ours, int Axes, TensorChange Change)[] Parts =
    [
        ("conv.weight", "weight", 4, TensorChange.None),
        ("conv.modulation.weight", "affine.weight", 2, TensorChange.None),
        ("conv.modulation.bias", "affine.bias", 1, TensorChange.None),
        ("conv.blur.kernel", "resample_filter", 2, TensorChange.Quartered),
        ("noise.weight", "noise_strength", 0, TensorChange.None),
        ("activate.bias", "bias", 1, TensorChange.None),
        ("bias", "bias", 1, TensorChange.None),
    ];

    /// <exception cref="ModelFormatException">A tensor is damaged, misshapen, or not of such a generator.</exception>
    public static StateDictNetwork Read(StateDict theirs)
    {
        var mappingLayers = theirs.Count(i => $"style.{i + 1}.weight");
        var blocks = SynthesisBlocks.Checked(1 + theirs.Count(i => $"convs.{2 * i}.conv.weight"), theirs.Source);
        var tensors = NameMap.Apply(theirs, Table(mappingLayers, blocks), Generator);
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        ResamplingFilters.Complete(tensors);
        SupposedNoise.Add(tensors, notes);
        var config = SupposedStyleGan2.Config(tensors, theirs.Source, notes) with { ScalesWeights = true };
        StoredAverage.Add(theirs, config, tensors, notes);
        return new StateDictNetwork(config, tensors, notes);
    }

    /// <summary>The name map of a generator with so many layers and resolutions.</summary>
    public static IEnumerable<TensorRule> Table(int mappingLayers, int blocks)
    {
        for (var i = 0; i < mappingLayers; i++)
        {
            yield return new($"style.{i + 1}.weight", $"mapping.fc{i}.weight", 2);
            yield return new($"style.{i + 1}.bias", $"mapping.fc{i}.bias", 1);
        }

        yield return new("input.input", "synthesis.b4.const", 3);
        foreach (var rule in Layer("conv1", "synthesis.b4.conv1").Concat(Layer("to_rgb1", "synthesis.b4.torgb")))
            yield return rule;
        yield return new("noises.noise_0", "synthesis.b4.conv1.noise_const", 2);
        for (var i = 0; i < blocks - 1; i++)
        {
            var block = SynthesisBlocks.Name(i + 1);
            foreach (var rule in Layer($"convs.{2 * i}", $"{block}.conv0").Concat(Layer($"convs.{2 * i + 1}", $"{block}.conv1")).Concat(Layer($"to_rgbs.{i}", $"{block}.torgb")))
                yield return rule;
            yield return new($"to_rgbs.{i}.upsample.kernel", $"{block}.resample_filter", 2, TensorChange.Quartered);
            yield return new($"noises.noise_{2 * i + 1}", $"{block}.conv0.noise_const", 2);
            yield return new($"noises.noise_{2 * i + 2}", $"{block}.conv1.noise_const", 2);
        }
    }

    private static IEnumerable<TensorRule> Layer(string theirs, string ours) =>
        Parts.Select(part => new TensorRule($"{theirs}.{part.Theirs}", $"{ours}.{part.Ours}", part.Axes, part.Change));
}
