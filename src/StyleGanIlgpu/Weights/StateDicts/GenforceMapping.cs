namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The mapping of the genforce program's generators, the same in StyleGAN1 and StyleGAN2: what TensorFlow held, scaled at run time.</summary>
internal static class GenforceMapping
{
    /// <summary>The name map of a generator's mapping, and of its average w.</summary>
    public static IEnumerable<TensorRule> Table(StateDict theirs)
    {
        var layers = theirs.Count(i => $"mapping.dense{i}.weight");
        for (var i = 0; i < layers; i++)
        {
            yield return new($"mapping.dense{i}.weight", $"mapping.fc{i}.weight", 2);
            yield return new($"mapping.dense{i}.bias", $"mapping.fc{i}.bias", 1);
        }

        // A row for each class, which is normalised together with z as the first StyleGAN2 did: an embedding without a bias.
        yield return new("mapping.label_weight", "mapping.embed.weight", 2, TensorChange.Transposed);
        yield return new("truncation.w_avg", "mapping.w_avg", 1);
    }
}
