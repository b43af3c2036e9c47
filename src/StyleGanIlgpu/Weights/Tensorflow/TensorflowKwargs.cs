using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>The arguments that a part of a network was made with: its own first, then those of the whole. What isn't there has the function's default.</summary>
/// <param name="source">The file's name, for messages.</param>
/// <param name="networks">From the most special on.</param>
internal sealed class TensorflowKwargs(string source, params TensorflowNetwork[] networks)
{
    public int? Whole(string name) => Value(name) is not { } value ? null
        : NumpyValues.Number(value) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number
        : throw Wrong(name, "a whole number");

    public double? Real(string name) => Value(name) is not { } value ? null
        : NumpyValues.Number(value) is { } number && double.IsFinite(number) ? number
        : throw Wrong(name, "a number");

    public bool Flag(string name, bool fallback) => Value(name) is not { } value ? fallback
        : NumpyValues.Number(value) is { } number ? number != 0
        : throw Wrong(name, "True or False");

    /// <summary>A truth value; null where it is missing, None, or left to the function ("auto").</summary>
    public bool? Choice(string name) => PickleText.TryGet(Value(name), out var text) && text == "auto" || Value(name) is null ? null : Flag(name, false);

    public string? Text(string name) => Value(name) is not { } value ? null
        : PickleText.TryGet(value, out var text) ? text
        : throw Wrong(name, "text");

    /// <summary>A filter's taps; the fallback where it isn't said, null where it is None.</summary>
    public double[]? Taps(string name, double[] fallback)
    {
        if (!IsGiven(name))
            return fallback;
        return Value(name) is not { } value ? null
            : NumpyValues.Numbers(value) is { Length: > 0 and <= 32 } taps && Array.TrueForAll(taps, double.IsFinite) && taps.Sum() != 0 ? taps
            : throw Wrong(name, "a list of up to 32 numbers whose sum isn't 0");
    }

    /// <summary>Whether it is said, be it as None.</summary>
    public bool IsGiven(string name) => networks.Any(network => network.StaticKwargs.TryGet(name, out _));

    /// <exception cref="ModelFormatException">One of the arguments makes another architecture than the one that is supported.</exception>
    public void Require(IEnumerable<(string Name, bool Only)> flags)
    {
        foreach (var (name, only) in flags)
        {
            if (Flag(name, only) != only)
                throw new ModelFormatException($"{source}: the network was made with {name} = {(only ? "False" : "True")}, expected {(only ? "True" : "False")}, the only one that is supported.");
        }
    }

    private object? Value(string name)
    {
        foreach (var network in networks)
        {
            if (network.StaticKwargs.TryGet(name, out var value))
                return value;
        }

        return null;
    }

    private ModelFormatException Wrong(string name, string expected) => new($"{source}: the argument '{name}' that the network was made with isn't {expected}.");
}
