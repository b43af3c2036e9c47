using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>Brings another program's tensors to canonical names by a table.</summary>
internal static class NameMap
{
    /// <summary>
    /// Every tensor of the network must be in the table: one that isn't belongs to a relative with other layers, whose picture would be wrong.
    /// What the table has beyond the network is left to the model to miss.
    /// </summary>
    /// <exception cref="ModelFormatException">A tensor isn't in the table, or doesn't have the axes that it should.</exception>
    public static Dictionary<string, Parameter> Apply(StateDict theirs, IEnumerable<TensorRule> table, string generator)
    {
        var ours = new Dictionary<string, Parameter>(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in table)
        {
            known.Add(rule.Theirs);
            if (theirs.Find(rule.Theirs) is { } tensor)
                ours[rule.Ours] = rule.Apply(tensor, theirs.Source);
        }

        var strange = theirs.Names.FirstOrDefault(name => !known.Contains(name));
        return strange is null
            ? ours
            : throw new ModelFormatException($"{theirs.Source}: tensor '{strange}' isn't part of {generator}, expected only tensors that are.");
    }
}
