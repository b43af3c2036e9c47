using System.Diagnostics.CodeAnalysis;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights;

/// <summary>The tensors of one network by canonical name; asked for with the shape that the model expects.</summary>
internal sealed class ParameterTable(string source, IReadOnlyDictionary<string, Parameter> parameters)
{
    /// <summary>Stands for any extent in an expected shape.</summary>
    public const int Any = -1;

    public IEnumerable<Parameter> All => parameters.Values;

    public int Count => parameters.Count;

    public bool TryGet(string name, [MaybeNullWhen(false)] out Parameter parameter) => parameters.TryGetValue(name, out parameter);

    public bool Contains(string name) => parameters.ContainsKey(name);

    /// <summary>The tensor of this name and shape.</summary>
    /// <exception cref="ModelFormatException">It is missing or has another shape; the message names both shapes.</exception>
    public Parameter Require(string name, params ReadOnlySpan<int> shape)
    {
        if (!parameters.TryGetValue(name, out var parameter))
            throw new ModelFormatException($"{source}: tensor '{name}' is missing, expected shape {Describe(shape)}.");
        var fits = parameter.Shape.Length == shape.Length;
        for (var axis = 0; fits && axis < shape.Length; axis++)
            fits = shape[axis] == Any ? parameter.Shape[axis] > 0 : shape[axis] == parameter.Shape[axis];
        return fits
            ? parameter
            : throw new ModelFormatException($"{source}: tensor '{name}' has shape {Describe(parameter.Shape)}, expected {Describe(shape)}.");
    }

    private static string Describe(ReadOnlySpan<int> shape)
    {
        var parts = new string[shape.Length];
        for (var axis = 0; axis < shape.Length; axis++)
            parts[axis] = shape[axis] == Any ? "*" : shape[axis].ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", parts)}]";
    }
}
