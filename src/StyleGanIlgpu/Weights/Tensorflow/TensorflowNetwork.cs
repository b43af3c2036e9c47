using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>
/// A pickled network of NVIDIA's TensorFlow programs (dnnlib.tflib.network.Network): its function by name, the arguments that it was made with,
/// its variables, and the networks that it is made of. The text of its program stays unread.
/// </summary>
internal sealed class TensorflowNetwork
{
    private static readonly PickleDictionary Nothing = new();

    private readonly PickleDictionary _state;

    private TensorflowNetwork(PickleDictionary state) => _state = state;

    /// <summary>2 for progressive GANs, 3 for StyleGAN1, 4 for StyleGAN2.</summary>
    public int? Version => NumpyValues.Number(_state["version"]) is { } number and >= 0 and < 1000 ? (int)number : null;

    /// <summary>"G_style", "G_main", "D_stylegan2"; null where it isn't said.</summary>
    public string? Function => PickleText.TryGet(_state["build_func_name"], out var name) ? name : null;

    /// <summary>The arguments that override the function's defaults.</summary>
    public PickleDictionary StaticKwargs => _state["static_kwargs"] as PickleDictionary ?? Nothing;

    /// <summary>Variables by name, in order.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Variables
    {
        get
        {
            foreach (var variable in (_state["variables"] as PickleList)?.Items ?? [])
            {
                var pair = (variable as PickleTuple)?.Items ?? [.. (variable as PickleList)?.Items.Take(3) ?? []];
                if (pair is [var key, var value] && PickleText.TryGet(key, out var name))
                    yield return new(name, value);
            }
        }
    }

    /// <summary>The networks within by name: "mapping", "synthesis".</summary>
    public IEnumerable<KeyValuePair<string, TensorflowNetwork>> Components
    {
        get
        {
            foreach (var (name, value) in (_state["components"] as PickleDictionary ?? Nothing).TextItems)
            {
                if (From(value) is { } network)
                    yield return new(name, network);
            }
        }
    }

    /// <summary>The value as a network, or null if it isn't one.</summary>
    public static TensorflowNetwork? From(object? value) =>
        value is PickleRecord { Name: "tensorflow network", State: PickleDictionary state } ? new TensorflowNetwork(state) : null;

    public TensorflowNetwork? Component(string name) => From((_state["components"] as PickleDictionary)?[name]);
}
