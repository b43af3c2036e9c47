namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>What becomes of a global when the pickle calls it or makes an instance of it. Nothing is ever executed.</summary>
internal enum PickleGlobalKind
{
    /// <summary>Kept as a <see cref="PickleRecord"/> of name, arguments and state.</summary>
    Record,

    /// <summary>A value that is only mentioned (a dtype, a storage class) and can't be called.</summary>
    Constant,

    /// <summary>How protocols below 2 make an instance of the class that is the first argument.</summary>
    Instance,

    /// <summary>Becomes a <see cref="PickleDictionary"/>.</summary>
    Dictionary,

    /// <summary>Becomes a <see cref="PickleList"/>.</summary>
    List,

    /// <summary>Becomes a <see cref="PickleTuple"/>.</summary>
    Tuple,

    /// <summary>Becomes <see cref="PickleBytes"/>.</summary>
    Bytes,
}

/// <summary>An entry of the closed list of globals.</summary>
/// <param name="Name">Canonical name, the same for all spellings: "numpy.multiarray.scalar".</param>
/// <param name="Kind">What it becomes.</param>
internal sealed record PickleGlobal(string Name, PickleGlobalKind Kind);
