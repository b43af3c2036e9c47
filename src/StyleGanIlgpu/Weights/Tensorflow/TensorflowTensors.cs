using StyleGanIlgpu.Numerics;
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
        return array.IsFortranOrder ? FromFortranOrder(floats, shape) : floats;
    }

    private Parameter Arrange(string canonical, string variable, float[] values, int[] shape, TensorflowLayout layout)
    {
        switch (layout)
        {
            case TensorflowLayout.Matrix when shape is [_, _]:
                return new Parameter(canonical, shape, values).Transposed();
            case TensorflowLayout.Kernel or TensorflowLayout.MirroredKernel when shape is [var height, var width, var inputs, var outputs]:
                var kernel = new Parameter(canonical, [outputs, inputs, height, width], OutputsFirst(values, height * width, inputs, outputs));
                return layout == TensorflowLayout.MirroredKernel ? kernel.Mirrored() : kernel;
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

    /// <summary>[taps, inputs, outputs] -> [outputs, inputs, taps], in two steps that each stay within the cache.</summary>
    private static float[] OutputsFirst(float[] values, int taps, int inputs, int outputs)
    {
        var (turned, result) = (new float[values.Length], new float[values.Length]);
        Transposition.Run(values, taps * inputs, outputs, turned);
        for (var (output, length) = (0, taps * inputs); output < outputs; output++)
            Transposition.Run(turned.AsSpan(output * length, length), taps, inputs, result.AsSpan(output * length, length));
        return result;
    }

    /// <summary>An array whose first axis runs fastest, with the last one running fastest.</summary>
    private static float[] FromFortranOrder(float[] values, int[] shape)
    {
        var (result, index) = (new float[values.Length], new int[shape.Length]);
        for (var i = 0; i < result.Length; i++)
        {
            var position = 0;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
                position = (position * shape[axis]) + index[axis];
            result[i] = values[position];
            for (var axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }

        return result;
    }

    private ModelFormatException Fault(string variable, string what) => new($"{source}: variable '{variable}' {what}.");
}
