using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Tests.Golden;

/// <summary>One array of a golden file, handed out in the type that the test works in. Values are copies: tests may change them.</summary>
internal sealed class GoldenArray(string name, string descr, int[] shape, ReadOnlyMemory<byte> raw)
{
    public string Name { get; } = name;

    /// <summary>Extents; empty for a scalar.</summary>
    public int[] Shape { get; } = shape;

    public int Length { get; } = shape.Aggregate(1, (product, extent) => product * extent);

    /// <summary>Any numeric array, exactly.</summary>
    public double[] Doubles => descr switch
    {
        "<f8" => Cast<double>(),
        "<f4" => Array.ConvertAll(Cast<float>(), value => (double)value),
        "|u1" => Array.ConvertAll(Cast<byte>(), value => (double)value),
        _ => Array.ConvertAll(Integers, value => (double)value),
    };

    /// <summary>A float32 array exactly, a float64 one rounded.</summary>
    public float[] Floats => descr == "<f4" ? Cast<float>() : Array.ConvertAll(Doubles, value => (float)value);

    /// <summary>An array of any integer type, or of booleans.</summary>
    public long[] Integers => descr switch
    {
        "<i8" => Cast<long>(),
        "<u8" => Array.ConvertAll(Cast<ulong>(), value => checked((long)value)),
        "<i4" => Array.ConvertAll(Cast<int>(), value => (long)value),
        "<u4" => Array.ConvertAll(Cast<uint>(), value => (long)value),
        "|u1" or "|b1" => Array.ConvertAll(Cast<byte>(), value => (long)value),
        _ => throw Mismatch("integers"),
    };

    public byte[] Bytes => descr == "|u1" ? Cast<byte>() : throw Mismatch("bytes");

    /// <summary>An array of strings.</summary>
    public string[] Texts
    {
        get
        {
            if (!descr.StartsWith("<U", StringComparison.Ordinal))
                throw Mismatch("strings");
            var width = Length == 0 ? 0 : raw.Length / Length;
            return Enumerable.Range(0, Length)
                .Select(i => System.Text.Encoding.UTF32.GetString(raw.Span.Slice(i * width, width)).TrimEnd('\0'))
                .ToArray();
        }
    }

    /// <summary>A single string.</summary>
    public string Text => Texts.Single();

    /// <summary>A single number.</summary>
    public double Scalar => Doubles.Single();

    private T[] Cast<T>()
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(raw.Span).ToArray();
        return values.Length == Length ? values : throw Mismatch($"{Length} values");
    }

    private InvalidDataException Mismatch(string wanted) => new($"{Name} holds {descr} [{string.Join(", ", Shape)}], not {wanted}.");
}
