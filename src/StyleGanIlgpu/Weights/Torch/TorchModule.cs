using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// A pickled module: its class by name, its tensors, its children, and its plain attributes. Official networks are persistent objects,
/// which carry their program's text; that text stays unread.
/// </summary>
internal sealed class TorchModule
{
    private static readonly PickleDictionary Nothing = new();

    private readonly PickleDictionary _state;

    private TorchModule(string className, PickleDictionary state)
    {
        ClassName = className;
        _state = state;
    }

    /// <summary>The class without its Python module: "Generator", "torch.nn.Embedding".</summary>
    public string ClassName { get; }

    /// <summary>The children by name, in order.</summary>
    public IEnumerable<KeyValuePair<string, TorchModule>> Children
    {
        get
        {
            foreach (var (name, value) in Part("_modules").TextItems)
            {
                if (From(value) is { } child)
                    yield return new(name, child);
            }
        }
    }

    /// <summary>Parameters and buffers by name, in order; those set to None are left out.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Tensors =>
        Part("_parameters").TextItems.Concat(Part("_buffers").TextItems).Where(item => item.Value is not null);

    /// <summary>How much there is to look at in <see cref="Children"/> and <see cref="Tensors"/>, as written: an item that was set twice counts twice.</summary>
    public int ItemCount => Part("_parameters").Items.Count + Part("_buffers").Items.Count + Part("_modules").Items.Count;

    /// <summary>The arguments by keyword that the module was made with.</summary>
    public PickleDictionary InitKwargs => Part("_init_kwargs");

    /// <summary>The value as a module, or null if it isn't one.</summary>
    public static TorchModule? From(object? value) => value switch
    {
        PickleRecord { Name: "persistent object" } record
            when record.Argument(0) is PickleDictionary meta && PickleText.TryGet(meta["class_name"], out var name) && meta["state"] is PickleDictionary state
            => new TorchModule(name, state),
        PickleRecord { State: PickleDictionary state } record when record.Name.StartsWith("torch.nn.", StringComparison.Ordinal)
            => new TorchModule(record.Name, state),
        _ => null,
    };

    /// <summary>Whether both are views of one module of the file.</summary>
    public bool IsSame(TorchModule other) => ReferenceEquals(_state, other._state);

    public TorchModule? Child(string name) => From(Part("_modules")[name]);

    /// <summary>A plain attribute, or else the keyword argument of the same name. False where there is neither.</summary>
    public bool TryGet(string name, out object? value) => _state.TryGet(name, out value) || InitKwargs.TryGet(name, out value);

    private PickleDictionary Part(string name) => _state[name] as PickleDictionary ?? Nothing;
}
