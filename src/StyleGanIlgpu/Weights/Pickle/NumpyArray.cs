using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>A pickled NumPy array or scalar, its numbers still in the file.</summary>
/// <param name="Extents">As declared, not yet believed; empty for a scalar.</param>
/// <param name="Code">Kind and bytes of an element as NumPy writes them: "f4", "i8", "b1".</param>
/// <param name="IsBigEndian">Whether the elements are stored so.</param>
/// <param name="IsFortranOrder">Whether the first axis runs fastest.</param>
/// <param name="Data">What is stored; its length isn't checked against the extents.</param>
internal sealed record NumpyArray(long[] Extents, string Code, bool IsBigEndian, bool IsFortranOrder, ByteSlice Data)
{
    /// <summary>Bytes of an element.</summary>
    public int ElementSize => Code[1] - '0';

    /// <summary>The type of the elements where it is one that tensors have.</summary>
    public ElementType? Type => Code switch
    {
        "f4" => ElementType.Float32,
        "f2" => ElementType.Float16,
        "f8" => ElementType.Float64,
        "i8" => ElementType.Int64,
        "i4" => ElementType.Int32,
        "i2" => ElementType.Int16,
        "i1" => ElementType.Int8,
        "u1" => ElementType.UInt8,
        "b1" => ElementType.Bool,
        _ => null,
    };

    /// <summary>The value as an array, or null if it isn't one of plain numbers.</summary>
    public static NumpyArray? From(object? value) => value switch
    {
        PickleRecord { Name: "numpy scalar" } scalar => From(PickleTuple.Empty, scalar.Argument(0), false, scalar.Argument(1)),
        PickleRecord { Name: "numpy array", State: PickleTuple { Items: [_, var shape, var type, var order, var data] } } => From(shape, type, order is true or 1L, data),
        PickleRecord { Name: "numpy buffer" } array => From(array.Argument(2), array.Argument(1), IsFortran(array.Argument(3)), array.Argument(0)),
        _ => null,
    };

    private static NumpyArray? From(object? shape, object? type, bool isFortranOrder, object? data)
    {
        if (shape is not PickleTuple { Items: { Length: <= TensorExtents.MostAxes } items } || !Array.TrueForAll(items, item => item is long)
            || type is not PickleRecord { Name: "numpy.dtype" } dtype || !PickleText.TryGet(dtype.Argument(0), out var code)
            || (data as PickleBytes)?.ToBytes() is not { } bytes)
        {
            return null;
        }

        code = code.TrimStart('<', '>', '|', '=');
        if (code.Length != 2 || !char.IsAsciiDigit(code[1]) || code[1] is '0')
            return null;
        var isBigEndian = dtype.State is PickleTuple { Items: [_, var order, ..] } && PickleText.TryGet(order, out var orderText) && orderText == ">";
        return new NumpyArray(Array.ConvertAll(items, item => (long)item!), code, isBigEndian, isFortranOrder, bytes);
    }

    private static bool IsFortran(object? order) => PickleText.TryGet(order, out var text) && text == "F";
}
