using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
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
    /// <exception cref="ModelFormatException">It is missing, has another shape (the message names both), or holds values that aren't finite.</exception>
    public Parameter Require(string name, params ReadOnlySpan<int> shape)
    {
        if (!parameters.TryGetValue(name, out var parameter))
            throw new ModelFormatException($"{source}: tensor '{name}' is missing, expected shape {Describe(shape)}.");
        var fits = parameter.Shape.Length == shape.Length;
        for (var axis = 0; fits && axis < shape.Length; axis++)
            fits = shape[axis] == Any ? parameter.Shape[axis] > 0 : shape[axis] == parameter.Shape[axis];
        if (!fits)
            throw new ModelFormatException($"{source}: tensor '{name}' has shape {Describe(parameter.Shape)}, expected {Describe(shape)}.");
        // A diverged training leaves these, and every picture would be blank.
        if (!IsFinite(parameter.Span))
            throw new ModelFormatException($"{source}: tensor '{name}' holds values that are infinite or not numbers, expected finite ones.");
        return parameter;
    }

    // x - x is 0 for finite numbers and NaN for all others; one wrong lane spoils the sum.
    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sum = Vector<float>.Zero;
        foreach (var vector in vectors)
            sum += vector - vector;
        var total = Vector.Sum(sum);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            total += value - value;
        return total == 0;
    }

    private static string Describe(ReadOnlySpan<int> shape)
    {
        var parts = new string[shape.Length];
        for (var axis = 0; axis < shape.Length; axis++)
            parts[axis] = shape[axis] == Any ? "*" : shape[axis].ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", parts)}]";
    }
}
