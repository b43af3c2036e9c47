using System.Buffers.Binary;
using System.Numerics;
using StyleGanIlgpu.Weights.Binary;

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
        PickleRecord => Numbers(NumpyArray.From(value)) is [var number] ? number : null,
        _ => null,
    };

    /// <summary>Several numbers: a list, a tuple or an array; or one, as one.</summary>
    public static double[]? Numbers(object? value) => value switch
    {
        PickleTuple tuple => Numbers(tuple.Items),
        PickleList list => Numbers(list.Items),
        PickleRecord => Numbers(NumpyArray.From(value)),
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

    private static double[]? Numbers(NumpyArray? array)
    {
        if (array is null || !TensorExtents.TryShape(array.Extents, out _, out var count) || count > Longest)
            return null;
        var (size, content) = (array.ElementSize, array.Data);
        if (size > sizeof(double) || content.Length != (long)size * count)
            return null;
        var numbers = new double[count];
        Span<byte> element = stackalloc byte[sizeof(double)];
        for (var i = 0; i < count; i++)
        {
            element.Clear();
            content.Span.Slice(i * size, size).CopyTo(element);
            if (array.IsBigEndian)
                element[..size].Reverse();
            if (Decode(array.Code, element) is not { } number)
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
