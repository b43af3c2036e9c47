namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>A Python list, set or frozenset: nothing here depends on the difference.</summary>
internal sealed class PickleList
{
    private List<object?>? _items;

    public IReadOnlyList<object?> Items => _items ?? (IReadOnlyList<object?>)[];

    public void Add(object? item) => (_items ??= []).Add(item);
}
