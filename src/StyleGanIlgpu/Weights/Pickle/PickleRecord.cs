namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>An object that the pickle wanted to make, kept inert: what it is, what it was made of, and the state it was given.</summary>
internal sealed class PickleRecord(PickleGlobal type, object?[] arguments)
{
    public string Name => type.Name;

    public object?[] Arguments { get; } = arguments;

    /// <summary>What BUILD gave; null before.</summary>
    public object? State { get; set; }

    /// <summary>The argument at a place, or null.</summary>
    public object? Argument(int place) => place < Arguments.Length ? Arguments[place] : null;
}

/// <summary>A reference to something outside the pickle, as torch streams use for storages.</summary>
/// <param name="Id">What the pickle names it by.</param>
internal sealed record PicklePersistentId(object? Id);
