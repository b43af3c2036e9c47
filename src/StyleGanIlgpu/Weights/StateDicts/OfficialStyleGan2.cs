using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The state dict of an official StyleGAN2: canonical as it stands.</summary>
internal static class OfficialStyleGan2
{
    /// <exception cref="ModelFormatException">A tensor is damaged or missing.</exception>
    public static StateDictNetwork Read(StateDict official)
    {
        var tensors = Tensors(official);
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        return new StateDictNetwork(SupposedStyleGan2.Config(tensors, official.Source, notes), tensors, notes);
    }

    /// <summary>All tensors of the mapping and the synthesis; what a larger network has beside them is left out.</summary>
    public static Dictionary<string, Parameter> Tensors(StateDict official) =>
        official.Names
            .Where(name => name.StartsWith("mapping.", StringComparison.Ordinal) || name.StartsWith("synthesis.", StringComparison.Ordinal))
            .ToDictionary(name => name, name => official.Find(name)!, StringComparer.Ordinal);
}
