using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>Which generator of a file's state dicts is taken.</summary>
internal static class StateDictChoice
{
    // The moving averages come first, by every program's name for them; then the generators inside networks that invert pictures.
    private static readonly string[] Preferred = ["G_ema", "g_ema", "generator_smooth", "generator_ema", "decoder"];

    /// <summary>The wanted generator; null where the file holds no state dict of a generator, or holds whole modules.</summary>
    /// <exception cref="ModelFormatException">There are generators, but not the wanted one, or none is to be preferred.</exception>
    public static FoundStateDict? Choose(object? content, string source, string? networkKey)
    {
        if (content is not PickleDictionary networks || networks.TextItems.Any(item => TorchModule.From(item.Value) is not null))
            return null;
        var found = StateDictSearch.Find(networks);
        if (found.Count == 0)
            return null;
        if (networkKey is not null)
        {
            return found.FirstOrDefault(generator => generator.Key == networkKey) ?? found.FirstOrDefault(generator => Has(generator.Key, networkKey))
                ?? throw new ModelFormatException(
                    found is [{ Key: "" }]
                        ? $"{source}: the file is a single network, expected several to choose '{networkKey}' from."
                        : $"{source}: there is no generator '{networkKey}', the file holds {Keys(found)}.");
        }

        return found.Count == 1
            ? found[0]
            : Preferred.Select(key => found.FirstOrDefault(generator => Has(generator.Key, key))).FirstOrDefault(generator => generator is not null)
                ?? throw new ModelFormatException($"{source}: the file holds several generators, {Keys(found)}; name the one that is meant by its key.");
    }

    private static bool Has(string key, string name) => $".{key}.".Contains($".{name}.", StringComparison.Ordinal);

    private static string Keys(IEnumerable<FoundStateDict> found) => string.Join(", ", found.Take(16).Select(generator => $"'{generator.Key}'"));
}
