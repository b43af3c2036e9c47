using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>A generator's tensors somewhere in a file: in a dict within dicts, behind a prefix of all its names, or both.</summary>
/// <param name="Key">Where it is: the keys of the dicts and the prefix, with dots between; empty for a file that is nothing else.</param>
/// <param name="Prefix">What stands before the names.</param>
/// <param name="Holder">The dict that holds the tensors.</param>
/// <param name="Parent">The dict around that one.</param>
/// <param name="Naming">Whose names they are.</param>
internal sealed record FoundStateDict(string Key, string Prefix, PickleDictionary Holder, PickleDictionary? Parent, StateDictNaming Naming)
{
    private const string LatentAverage = "latent_avg";

    /// <summary>The tensors without the prefix.</summary>
    public StateDict Open(string source, TorchTensors tensors)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in Holder.TextItems)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name != LatentAverage && TorchTensors.IsTensor(value))
                values[name[Prefix.Length..]] = value;
        }

        values.Remove(LatentAverage, out var inside);
        return new StateDict(source, values, inside ?? Holder[LatentAverage] ?? Parent?[LatentAverage], tensors);
    }
}

/// <summary>Looks through the dicts of a file for generators.</summary>
internal static class StateDictSearch
{
    private const int Deepest = 3;

    /// <summary>Real files hold two or three.</summary>
    private const int Most = 64;

    /// <summary>All generators, in the order of the file. A dict that is there twice is looked at once, so that sharing can't multiply the work.</summary>
    public static IReadOnlyList<FoundStateDict> Find(PickleDictionary content)
    {
        var found = new List<FoundStateDict>();
        Visit(content, null, [], new HashSet<PickleDictionary>(ReferenceEqualityComparer.Instance), found);
        return found;
    }

    /// <summary>Whether a tensor has a name, or that name behind a prefix.</summary>
    public static bool IsNamed(string name, string asked) =>
        name.EndsWith(asked, StringComparison.Ordinal) && (name.Length == asked.Length || name[^(asked.Length + 1)] == '.');

    // The key is put together where something is found, not at every step: a file can have more steps than it has bytes of names.
    private static void Visit(
        PickleDictionary holder, PickleDictionary? parent, string[] path, HashSet<PickleDictionary> seen, List<FoundStateDict> found)
    {
        if (!seen.Add(holder))
            return;
        foreach (var (name, value) in holder.TextItems)
        {
            if (found.Count >= Most)
                return;
            if (value is PickleDictionary inner && path.Length < Deepest)
                Visit(inner, holder, [.. path, name], seen, found);
            else if (StateDictNaming.All.FirstOrDefault(naming => IsNamed(name, naming.Marker)) is { } naming && TorchTensors.IsTensor(value))
                found.Add(new FoundStateDict(Key([.. path, name[..^naming.Marker.Length]]), name[..^naming.Marker.Length], holder, parent, naming));
        }
    }

    // What PyTorch wraps a network in for several devices says nothing of which network it is.
    private static string Key(string[] path) =>
        string.Join('.', string.Join('.', path).Split('.', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "module"));
}
