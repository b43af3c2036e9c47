namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>
/// The values that a pickle kept to push them again, by place. Python counts places up from 0, so a table holds them; in a hash table, places
/// chosen to collide would make every look-up as long as the file.
/// </summary>
/// <param name="most">How many places there can be: what a file of this length can fill.</param>
internal sealed class PickleMemo(long most)
{
    private static readonly object Empty = new();

    private readonly List<object?> _values = [];

    /// <summary>How many values are kept: the place of the next, where the pickle doesn't say it.</summary>
    public int Count { get; private set; }

    /// <returns>False if there is no such place.</returns>
    public bool TrySet(long place, object? value)
    {
        if (place < 0 || place >= most)
            return false;
        while (_values.Count <= place)
            _values.Add(Empty);
        if (ReferenceEquals(_values[(int)place], Empty))
            Count++;
        _values[(int)place] = value;
        return true;
    }

    /// <returns>False if nothing was kept there.</returns>
    public bool TryGet(long place, out object? value)
    {
        value = place >= 0 && place < _values.Count ? _values[(int)place] : Empty;
        return !ReferenceEquals(value, Empty);
    }
}
