using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace StyleGanIlgpu.Weights.Pickle;

/// <summary>Numbers as attributes of pickled modules hold them: Python's own, NumPy scalars, and short NumPy arrays, lists and tuples.</summary>
internal static class NumpyValues
{
    /// <summary>Attributes are pairs and quadruples; nothing longer is read as one.</summary>
    private const int Longest = 4096;

    /// <summary>One number; true counts as 1.</summary>
    public static double? Number(object? value) => value switch
    {
        long integer => integer,
        double real => real,
        bool truth => truth ? 1 : 0,
        BigInteger big => (double)big,
        PickleRecord { Name: "numpy scalar" } scalar => Elements(scalar.Argument(0), scalar.Argument(1), 1) is [var number] ? number : null,
        PickleRecord { Name: "numpy array" or "numpy buffer" } array => Numbers(array) is [var number] ? number : null,
        _ => null,
    };

    /// <summary>Several numbers: a list, a tuple or an array; or one, as one.</summary>
    public static double[]? Numbers(object? value) => value switch
    {
        PickleTuple tuple => Numbers(tuple.Items),
        PickleList list => Numbers(list.Items),
        PickleRecord { Name: "numpy array", State: PickleTuple { Items: [_, var shape, var type, _, var data] } } => Elements(type, data, Count(shape)),
        PickleRecord { Name: "numpy buffer" } array => Elements(array.Argument(1), array.Argument(0), Count(array.Argument(2))),
        PickleRecord { Name: "numpy array" } => null,
        _ => Number(value) is { } number ? [number] : null,
    };

    private static double[]? Numbers(IReadOnlyList<object?> items)
    {
        if (items.Count > Longest)
            return null;
        var numbers = new double[items.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (items[i] is PickleTuple or PickleList || Number(items[i]) is not { } number)
                return null;
            numbers[i] = number;
        }

        return numbers;
    }

    private static int Count(object? shape)
    {
        var count = 1.0;
        foreach (var extent in Numbers(shape) ?? [-1])
            count = extent < 0 ? Longest + 1 : count * extent;
        return count <= Longest ? (int)count : -1;
    }

    private static double[]? Elements(object? type, object? data, int count)
    {
        if (type is not PickleRecord { Name: "numpy.dtype" } dtype || !PickleText.TryGet(dtype.Argument(0), out var code)
            || data is not PickleBytes bytes || count is < 0 or > Longest)
        {
            return null;
        }

        var bigEndian = dtype.State is PickleTuple { Items: [_, var order, ..] } && PickleText.TryGet(order, out var orderText) && orderText == ">";
        code = code.TrimStart('<', '>', '|', '=');
        if (code.Length != 2 || !char.IsAsciiDigit(code[1]) || bytes.Slice.Length > 2 * 8 * Longest || bytes.ToBytes() is not { } content)
            return null;
        var size = int.Parse(code.AsSpan(1), CultureInfo.InvariantCulture);
        if (size == 0 || content.Length != (long)size * count)
            return null;
        var numbers = new double[count];
        Span<byte> element = stackalloc byte[8];
        for (var i = 0; i < count; i++)
        {
            element.Clear();
            content.Span.Slice(i * size, size).CopyTo(element);
            if (bigEndian)
                element[..size].Reverse();
            if (Decode(code, element) is not { } number)
                return null;
            numbers[i] = number;
        }

        return numbers;
    }

    private static double? Decode(string code, ReadOnlySpan<byte> littleEndian) => code switch
    {
        "f8" => BinaryPrimitives.ReadDoubleLittleEndian(littleEndian),
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(littleEndian),
        "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(littleEndian),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(littleEndian),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(littleEndian),
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(littleEndian),
        "i1" => (sbyte)littleEndian[0],
        "u8" => BinaryPrimitives.ReadUInt64LittleEndian(littleEndian),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(littleEndian),
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(littleEndian),
        "u1" => littleEndian[0],
        "b1" => littleEndian[0] == 0 ? 0 : 1,
        _ => null,
    };
}
