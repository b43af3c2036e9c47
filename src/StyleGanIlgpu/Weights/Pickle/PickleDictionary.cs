namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>A Python dict, OrderedDict or EasyDict: pairs in the order they were set, looked up by textual keys only.</summary>
internal sealed class PickleDictionary
{
    private List<KeyValuePair<object?, object?>>? _items;
    private Dictionary<string, int>? _index;

    /// <summary>What BUILD gave: an OrderedDict can have attributes, as state dicts have "_metadata"; null for most.</summary>
    public object? Attributes { get; set; }

    /// <summary>All pairs; a key that was set twice is there twice.</summary>
    public IReadOnlyList<KeyValuePair<object?, object?>> Items => _items ?? (IReadOnlyList<KeyValuePair<object?, object?>>)[];

    public void Set(object? key, object? value)
    {
        (_items ??= []).Add(new(key, value));
        _index = null;
    }

    /// <summary>The pairs whose key is text: each key once, at its first place, with its last value.</summary>
    public IEnumerable<KeyValuePair<string, object?>> TextItems
    {
        get
        {
            foreach (var (key, place) in Index)
                yield return new(key, _items![place].Value);
        }
    }

    public bool TryGet(string key, out object? value)
    {
        var found = Index.TryGetValue(key, out var place);
        value = found ? _items![place].Value : null;
        return found;
    }

    public object? this[string key] => TryGet(key, out var value) ? value : null;

    // Made at the first look-up, so that a file full of empty dicts stays small. A Dictionary without removals keeps its order.
    private Dictionary<string, int> Index
    {
        get
        {
            if (_index is not null)
                return _index;
            var index = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var place = 0; place < Items.Count; place++)
            {
                if (PickleText.TryGet(Items[place].Key, out var key))
                    index[key] = place;
            }

            return _index = index;
        }
    }
}
