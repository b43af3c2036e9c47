using StyleGanIlgpu.Models;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>The average w of generators whose program stores it beside the network, or not at all.</summary>
internal static class StoredAverage
{
    private const string Name = "mapping.w_avg";

    /// <exception cref="ModelFormatException">The average is of another width, or differs from row to row.</exception>
    public static void Add(StateDict theirs, NetworkConfig config, Dictionary<string, Parameter> tensors, SortedDictionary<string, string> notes)
    {
        if (theirs.LatentAverage() is { } stored)
        {
            tensors[Name] = new Parameter(Name, [config.WDim], Row(stored, config.WDim, theirs.Source));
            return;
        }

        tensors[Name] = new Parameter(Name, [config.WDim], EstimatedAverage.Of(config, tensors, theirs.FileLength, theirs.Source));
        notes["w_avg"] = EstimatedAverage.Note;
    }

    // pSp and its like store the same average once for every layer.
    private static ReadOnlyMemory<float> Row(Parameter stored, int width, string source)
    {
        var rows = stored.Values.Length / width;
        if (rows == 0 || stored.Shape[^1] != width)
            throw new ModelFormatException($"{source}: tensor 'latent_avg' has the shape [{string.Join(", ", stored.Shape)}], expected {width} values, or as many for every layer.");
        var first = stored.Values[..width];
        for (var row = 1; row < rows; row++)
        {
            if (!stored.Span.Slice(row * width, width).SequenceEqual(first.Span))
                throw new ModelFormatException($"{source}: tensor 'latent_avg' differs from layer to layer, expected one average.");
        }

        return first;
    }
}
