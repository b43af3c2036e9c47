using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>What is done to a tensor's values on the way to its canonical form.</summary>
internal enum TensorChange
{
    None,

    /// <summary>Divided by 4: filters that hold the gain of an up-sampling by 2 each way.</summary>
    Quartered,

    /// <summary>1 is added: biases of styles that hold what is beyond 1.</summary>
    PlusOne,

    /// <summary>Kernels turned by half a turn.</summary>
    Turned,

    /// <summary>Matrices with their axes the other way round.</summary>
    Transposed,
}

/// <summary>How a tensor of another program becomes a canonical one: a row of a name map.</summary>
/// <param name="Theirs">Its name there.</param>
/// <param name="Ours">Canonical name.</param>
/// <param name="Axes">Axes of the canonical form; what there is more must be of extent 1.</param>
/// <param name="Change">What is done to the values.</param>
internal readonly record struct TensorRule(string Theirs, string Ours, int Axes, TensorChange Change = TensorChange.None)
{
    /// <exception cref="ModelFormatException">The tensor has too few axes, or too many that aren't of extent 1.</exception>
    public Parameter Apply(Parameter tensor, string source)
    {
        var shape = tensor.Shape.AsSpan();
        while (shape.Length > Axes && shape[0] == 1)
            shape = shape[1..];
        while (shape.Length > Axes && shape[^1] == 1)
            shape = shape[..^1];
        if (shape.Length != Axes)
            throw new ModelFormatException($"{source}: tensor '{Theirs}' has the shape [{string.Join(", ", tensor.Shape)}], expected {Axes} axes beside those of extent 1.");
        var canonical = new Parameter(Ours, shape.ToArray(), tensor.Values);
        return Change switch
        {
            TensorChange.Turned => canonical.Mirrored(),
            TensorChange.Transposed => canonical.Transposed(),
            TensorChange.Quartered => Changed(canonical, value => value / 4),
            TensorChange.PlusOne => Changed(canonical, value => value + 1),
            _ => canonical,
        };
    }

    private static Parameter Changed(Parameter parameter, Converter<float, float> change) =>
        new(parameter.Name, parameter.Shape, Array.ConvertAll(parameter.Values.ToArray(), change));
}
