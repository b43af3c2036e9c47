using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Tensorflow;

/// <summary>Turns pickled NumPy arrays into canonical parameters: float32, with the axes in the order that PyTorch has them.</summary>
/// <param name="source">The file's name, for messages.</param>
/// <param name="fileLength">Bounds what all tensors together may take.</param>
internal sealed class TensorflowTensors(string source, long fileLength)
{
    private readonly TensorBudget _budget = new(source, fileLength);

    /// <summary>The variables of a table's names, by canonical name. Others, such as optimizers keep, are left out.</summary>
    /// <param name="network">Whose variables.</param>
    /// <param name="prefix">Of the canonical names: "synthesis.".</param>
    /// <param name="table">The names.</param>
    /// <param name="resolution">Of the picture; some names count from it.</param>
    /// <param name="into">Receives the parameters.</param>
    /// <exception cref="ModelFormatException">A variable isn't an array, or its shape doesn't fit its place.</exception>
    public void Read(
        TensorflowNetwork network, string prefix, IReadOnlyDictionary<string, TensorflowName> table, int resolution, Dictionary<string, Parameter> into)
    {
        foreach (var (variable, value) in network.Variables)
        {
            var (key, number) = TensorflowName.Split(variable);
            if (!table.TryGetValue(key, out var name))
                continue;
            var canonical = $"{prefix}{name.Layer(number, resolution)}{name.Part}";
            into[canonical] = Arrange(canonical, variable, Floats(variable, value, out var shape), shape, name.Layout);
        }
    }

    /// <summary>The numbers of an array in row-major order.</summary>
    private unsafe float[] Floats(string variable, object? value, out int[] shape)
    {
        var array = NumpyArray.From(value) ?? throw Fault(variable, "isn't an array of numbers");
        if (array.Type is not { } type)
            throw Fault(variable, $"is made of '{array.Code}', expected floats or integers");
        if (!TensorExtents.TryShape(array.Extents, out shape, out var count))
            throw Fault(variable, $"has the shape [{string.Join(", ", array.Extents)}], expected at most {int.MaxValue} elements");
        if (array.Data.Length != (long)count * type.Size())
            throw Fault(variable, $"has {array.Data.Length} bytes, expected {(long)count * type.Size()} for [{string.Join(", ", shape)}]");
        _budget.Take(count);
        var floats = new float[count];
        var data = array.IsBigEndian ? ByteOrder.Swap(array.Data, type.Size()) : array.Data;
        ElementTypes.ToFloat32(data.Source.Address(data.Offset, data.Length), type, 1, floats);
        GC.KeepAlive(data.Source);
        return array.IsFortranOrder ? Permuted(floats, [.. shape.Reverse()], [.. Enumerable.Range(0, shape.Length).Reverse()]) : floats;
    }

    private Parameter Arrange(string canonical, string variable, float[] values, int[] shape, TensorflowLayout layout)
    {
        switch (layout)
        {
            case TensorflowLayout.Matrix when shape is [var inputs, var outputs]:
                return new Parameter(canonical, [outputs, inputs], Permuted(values, shape, [1, 0]));
            case TensorflowLayout.Kernel or TensorflowLayout.MirroredKernel when shape is [var height, var width, var inputs, var outputs]:
                if (layout == TensorflowLayout.MirroredKernel)
                    Mirror(values, inputs * outputs);
                return new Parameter(canonical, [outputs, inputs, height, width], Permuted(values, shape, [3, 2, 0, 1]));
            case TensorflowLayout.Constant when shape is [1, var channels, var height, var width]:
                return new Parameter(canonical, [channels, height, width], values);
            case TensorflowLayout.Noise when shape is [1, 1, var height, var width]:
                return new Parameter(canonical, [height, width], values);
            case TensorflowLayout.PlusOne:
                foreach (ref var value in values.AsSpan())
                    value += 1;
                return new Parameter(canonical, shape, values);
            case TensorflowLayout.Plain:
                return new Parameter(canonical, shape, values);
            default:
                throw Fault(variable, $"has the shape [{string.Join(", ", shape)}], expected {Expected(layout)}");
        }
    }

    private static string Expected(TensorflowLayout layout) => layout switch
    {
        TensorflowLayout.Matrix => "[inputs, outputs]",
        TensorflowLayout.Constant => "[1, channels, height, width]",
        TensorflowLayout.Noise => "[1, 1, height, width]",
        _ => "[height, width, inputs, outputs]",
    };

    // Turned by 180 degrees: the taps in reverse order.
    private static void Mirror(float[] values, int tap)
    {
        for (int first = 0, last = values.Length - tap; first < last; first += tap, last -= tap)
        {
            for (var i = 0; i < tap; i++)
                (values[first + i], values[last + i]) = (values[last + i], values[first + i]);
        }
    }

    /// <summary>The values with the axes in another order: axis i of the result is axis order[i] of the source.</summary>
    private static float[] Permuted(float[] values, int[] shape, ReadOnlySpan<int> order)
    {
        var steps = new int[shape.Length];
        for (int axis = shape.Length - 1, step = 1; axis >= 0; step *= shape[axis], axis--)
            steps[axis] = step;
        var result = new float[values.Length];
        var index = new int[shape.Length];
        var position = 0;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values[position];
            for (var axis = order.Length - 1; axis >= 0; axis--)
            {
                position += steps[order[axis]];
                if (++index[axis] < shape[order[axis]])
                    break;
                position -= steps[order[axis]] * shape[order[axis]];
                index[axis] = 0;
            }
        }

        return result;
    }

    private ModelFormatException Fault(string variable, string what) => new($"{source}: variable '{variable}' {what}.");
}
