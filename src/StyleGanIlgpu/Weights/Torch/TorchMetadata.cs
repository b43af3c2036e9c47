using System.Globalization;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// Notes for people: the plain values beside the networks of a snapshot (settings of the training set, progress), and the arguments that
/// the generator was made with.
/// </summary>
internal static class TorchMetadata
{
    private const int Most = 200;

    /// <param name="snapshot">The file's dict, if it is one.</param>
    /// <param name="arguments">What the generator was made with, if that is known.</param>
    public static SortedDictionary<string, string> Read(PickleDictionary? snapshot, PickleDictionary? arguments)
    {
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (snapshot is not null)
            Add(notes, "", snapshot, 1);
        if (arguments is not null)
            Add(notes, "generator.", arguments, 1);
        return notes;
    }

    private static void Add(SortedDictionary<string, string> notes, string prefix, PickleDictionary values, int depth)
    {
        foreach (var (key, value) in values.TextItems.Take(Most))
        {
            if (notes.Count >= Most)
                return;
            if (Inner(value) is { } inner && depth > 0)
                Add(notes, $"{prefix}{key}.", inner, depth - 1);
            else if (Show(value) is { } shown)
                notes[prefix + key] = shown;
        }
    }

    // Programs keep their options in a dict or in a Namespace.
    private static PickleDictionary? Inner(object? value) =>
        value as PickleDictionary ?? (value as PickleRecord is { Name: "argparse.Namespace" } options ? options.State as PickleDictionary : null);

    private static string? Show(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ when PickleText.TryGet(value, out var text) => text.Length <= 1000 ? text : null,
        _ => NumpyValues.Number(value)?.ToString(CultureInfo.InvariantCulture),
    };
}
