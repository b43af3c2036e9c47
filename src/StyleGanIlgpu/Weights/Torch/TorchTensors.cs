using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// Turns pickled tensors into parameters: float32 in row-major order, whatever type, offset and strides they were stored with.
/// Every number is copied once. Storages are read when the first tensor asks for them, so the networks that nobody chose cost nothing.
/// </summary>
/// <param name="source">The file's name, for messages.</param>
/// <param name="fileLength">Bounds what all tensors together may take.</param>
/// <param name="storages">Where the numbers are.</param>
internal sealed class TorchTensors(string source, long fileLength, ITorchStorages storages)
{
    private readonly TensorBudget _budget = new(source, fileLength);

    // A tensor that modules share is read once, however many there are.
    private readonly Dictionary<object, Parameter> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>Bytes of the whole file.</summary>
    public long FileLength => fileLength;

    /// <summary>Whether a value is a tensor or a parameter.</summary>
    public static bool IsTensor(object? value) => Tensor(value) is not null;

    /// <summary>The value as a parameter; it must be a tensor.</summary>
    /// <exception cref="ModelFormatException">Its storage is damaged, or its shape and strides don't fit the storage.</exception>
    public unsafe Parameter Read(string name, object? value)
    {
        var record = Tensor(value) ?? throw Fault(name, "is not a tensor");
        if (_read.TryGetValue(value!, out var same))
            return new Parameter(name, same.Shape, same.Values);
        if (record.Arguments is not [var reference, long offset, var sizes, var strides, ..])
            throw Fault(name, "is not made of a storage, an offset, a size and strides");
        var storage = storages.Find(name, reference);
        var shape = Extents(name, "size", sizes);
        var steps = Extents(name, "strides", strides);
        if (shape.Length != steps.Length)
            throw Fault(name, $"has {shape.Length} extents and {steps.Length} strides");

        if (!TensorExtents.TryShape(shape, out var extents, out var count))
            throw Fault(name, $"has the size [{string.Join(", ", shape)}], expected at most {int.MaxValue} elements");
        Check(name, storage, offset, extents, steps, count);
        var values = GC.AllocateUninitializedArray<float>(count);
        if (count > 0)
            Copy(storage.Data.Source.Address(storage.Data.Offset, storage.Data.Length) + (offset * storage.Type.Size()), storage.Type, extents, steps, values);
        GC.KeepAlive(storage);
        return _read[value!] = new Parameter(name, extents, values);
    }

    // A parameter is a tensor in a wrapper, a tensor with attributes is another kind of wrapper; both nest once.
    private static PickleRecord? Tensor(object? value)
    {
        var record = value as PickleRecord;
        if (record?.Name == "torch parameter")
            record = record.Argument(0) as PickleRecord;
        if (record?.Name == "torch typed tensor" && record.Arguments is [PickleGlobal { Name: "torch tensor" } made, _, PickleTuple arguments, ..])
            record = new PickleRecord(made, arguments.Items);
        return record?.Name == "torch tensor" ? record : null;
    }

    private long[] Extents(string name, string what, object? value)
    {
        var items = value switch
        {
            PickleTuple tuple => tuple.Items,
            PickleList list when list.Items.Count <= TensorExtents.MostAxes => [.. list.Items],
            _ => throw Fault(name, $"has a {what} that isn't a tuple"),
        };
        if (items.Length > TensorExtents.MostAxes)
            throw Fault(name, $"has {items.Length} axes, expected at most {TensorExtents.MostAxes}");
        return Array.ConvertAll(items, item => item is long and >= 0 ? (long)item : throw Fault(name, $"has a {what} that isn't made of whole numbers from 0 up"));
    }

    private void Check(string name, TorchStorage storage, long offset, int[] shape, long[] strides, int count)
    {
        Int128 last = offset;
        for (var axis = 0; count > 0 && axis < shape.Length; axis++)
            last += (Int128)(shape[axis] - 1) * strides[axis];
        if (offset < 0 || (count > 0 && last >= storage.Count))
            throw Fault(name, $"reaches element {last} of a storage that holds {storage.Count}");
        _budget.Take(count);
    }

    private static unsafe void Copy(byte* first, ElementType type, int[] shape, long[] strides, Span<float> target)
    {
        // Neighbouring axes that are contiguous with each other count as one, so that a plain tensor is a single run.
        Span<int> extents = stackalloc int[TensorExtents.MostAxes];
        Span<long> steps = stackalloc long[TensorExtents.MostAxes];
        var axes = 0;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] == 1)
                continue;
            if (axes > 0 && steps[axes - 1] == strides[axis] * shape[axis])
            {
                extents[axes - 1] *= shape[axis];
                steps[axes - 1] = strides[axis];
                continue;
            }

            (extents[axes], steps[axes]) = (shape[axis], strides[axis]);
            axes++;
        }

        var (run, stride) = axes == 0 ? (1, 1L) : (extents[axes - 1], steps[axes - 1]);
        Span<int> index = stackalloc int[TensorExtents.MostAxes];
        index.Clear();
        long position = 0;
        for (var done = 0; ; done += run)
        {
            ElementTypes.ToFloat32(first + (position * type.Size()), type, stride, target.Slice(done, run));
            var axis = axes - 2;
            for (; axis >= 0; axis--)
            {
                position += steps[axis];
                if (++index[axis] < extents[axis])
                    break;
                position -= steps[axis] * extents[axis];
                index[axis] = 0;
            }

            if (axis < 0)
                return;
        }
    }

    private ModelFormatException Fault(string name, string what) => new($"{source}: tensor '{name}' {what}.");
}
