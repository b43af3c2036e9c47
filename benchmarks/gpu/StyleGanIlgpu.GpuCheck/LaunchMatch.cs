namespace StyleGanIlgpu.GpuCheck;

/// <summary>
/// Which launch of the model each of the engine's is. Where the two lists differ, only what is certain: of lists of one length, the same
/// kernel in the same place; else, what they have in common at the beginning and at the end.
/// </summary>
/// <param name="Model">For each launch of the engine the model's, -1 where there is none.</param>
/// <param name="Difference">The first difference, in words; null where there is none.</param>
internal sealed record LaunchMatch(int[] Model, string? Difference)
{
    public static LaunchMatch Of(IReadOnlyList<string> engine, IReadOnlyList<string> model)
    {
        var shorter = Math.Min(engine.Count, model.Count);
        var first = Enumerable.Range(0, shorter).FirstOrDefault(i => engine[i] != model[i], shorter);
        if (first == engine.Count && first == model.Count)
            return new LaunchMatch([.. Enumerable.Range(0, engine.Count)], null);
        var said = $"{engine.Count} launches, {model.Count} in the model; launch {first} is {At(engine, first)}, the model's {At(model, first)}";
        if (engine.Count == model.Count)
            return new LaunchMatch([.. engine.Select((kernel, i) => kernel == model[i] ? i : -1)], said);
        var tail = Enumerable.Range(0, shorter - first).FirstOrDefault(i => engine[^(i + 1)] != model[^(i + 1)], shorter - first);
        return new LaunchMatch(
            [.. engine.Select((_, i) => i < first ? i : i >= engine.Count - tail ? i - engine.Count + model.Count : -1)], said);
    }

    private static string At(IReadOnlyList<string> kernels, int index) => index < kernels.Count ? kernels[index] : "none";
}
