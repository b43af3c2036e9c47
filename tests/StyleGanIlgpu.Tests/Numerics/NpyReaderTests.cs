using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Tests.Numerics;

public class NpyReaderTests
{
    private static readonly float[] Values = [0, 1, 2, 100, 7, 0.5f];

    public static TheoryData<string, int> Types => new()
    {
        { "<f2", 1 }, { ">f2", 1 }, { "<f4", 1 }, { ">f4", 2 }, { "=f4", 3 }, { "<f8", 2 }, { ">f8", 3 },
        { "<i4", 1 }, { ">i4", 1 }, { "<i8", 2 }, { ">i8", 1 }, { "|u1", 3 }, { "|b1", 1 },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_and_version_is_read(string descr, int version)
    {
        var file = NpyBytes.Array(descr, false, "(2, 3)", Values.SelectMany(value => Element(descr, value)).ToArray(), version);

        var reader = Open(file);

        Assert.Equal([2, 3], reader.Header.Shape);
        var expected = descr[1] switch
        {
            'f' => Values,
            'b' => [0, 1, 1, 1, 1, 0],
            _ => [0, 1, 2, 100, 7, 0],
        };
        Assert.Equal(expected, reader.ReadFloats());
    }

    [Theory]
    [InlineData("()", 1)]
    [InlineData("(4,)", 4)]
    [InlineData("(0,)", 0)]
    [InlineData("(2, 0, 2147483647)", 0)]
    [InlineData("(1, 2, 3, 4)", 24)]
    [InlineData("(20000,)", 20000)]
    [InlineData("(3L, 2L)", 6)]
    public void Every_rank_is_read(string shape, int length)
    {
        var values = Enumerable.Range(0, length).Select(i => i * 0.25f).ToArray();

        Assert.Equal(values, Open(NpyBytes.Array("<f4", false, shape, NpyBytes.Floats(values))).ReadFloats());
    }

    [Fact]
    public void Fortran_order_is_turned()
    {
        // Element [i, j, k] of a 2 x 3 x 4 array holds 100 i + 10 j + k.
        var file = from k in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 2) select 100f * i + 10 * j + k;
        var rows = from i in Enumerable.Range(0, 2) from j in Enumerable.Range(0, 3) from k in Enumerable.Range(0, 4) select 100f * i + 10 * j + k;

        var reader = Open(NpyBytes.Array("<f4", true, "(2, 3, 4)", NpyBytes.Floats([.. file])));

        Assert.Equal(rows, reader.ReadFloats());
    }

    [Fact]
    public void Headers_in_any_order_and_spacing_are_read()
    {
        var file = NpyBytes.WithHeader("{ \"shape\":(2 ,3 ) ,'fortran_order' :False,'descr': '<f4'}   ", NpyBytes.Floats(Values));

        Assert.Equal(Values, Open(file).ReadFloats());
    }

    [Theory]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "x: has elements of type '<c8', expected f2, f4, f8, i4, i8, u1 or b1.")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "x: has '[' at character 10 of the header, expected a string.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }", "x: has ')' at character 52 of the header, expected ','.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "x: has '-' at character 51 of the header, expected a number up to 2147483647.")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "x: has '0' at character 34 of the header, expected True or False.")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "x: has no 'descr', 'fortran_order' or 'shape'.")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'shape': (1,), }", "x: has an unexpected key 'descr'.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2), }", "x: has the shape [2147483647, 2], which is more than 2147483591 elements.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,), }", "x: holds 4 bytes of values, expected 4000000 for f4 [1000000].")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), } extra", "x: has 'e' at character 56 of the header, expected the end.")]
    [InlineData("{'descr': '<f4", "x: has ''' at character 10 of the header, expected a string.")]
    [InlineData("", "x: has the end at character 1 of the header, expected '{'.")]
    public void Wrong_headers_are_told(string header, string message)
    {
        var fault = Assert.Throws<ModelFormatException>(() => Open(NpyBytes.WithHeader(header, new byte[4])));

        Assert.Equal(message, fault.Message);
    }

    [Fact]
    public void Files_of_another_kind_and_short_ones_are_told()
    {
        var file = NpyBytes.Array("<f4", false, "(1,)", new byte[4]);
        Assert.Equal("x: isn't a NumPy array, expected a .npy file.", Refuse([.. "<!DOCTYPE html>"u8]));
        Assert.Equal("x: ends in the middle of an array.", Refuse([]));
        Assert.Equal("x: ends in the middle of an array.", Refuse(file[..20]));
        Assert.Equal("x: holds 3 bytes of values, expected 4 for f4 [1].", Refuse(file[..^1]));
        Assert.Equal("x: holds 5 bytes of values, expected 4 for f4 [1].", Refuse([.. file, 0]));
        Assert.Equal("x: is a NumPy array of format version 4, expected 1 to 3.", Refuse(NpyBytes.Array("<f4", false, "(1,)", new byte[4], 4)));
        Assert.Equal("x: has a header of 20001 bytes, expected at most 10000.", Refuse(NpyBytes.WithHeader(new string(' ', 20000), [])));
    }

    private static string Refuse(byte[] file) => Assert.Throws<ModelFormatException>(() => Open(file)).Message;

    private static NpyReader Open(byte[] file) => new(new MemoryStream(file), file.Length, "x");

    private static byte[] Element(string descr, float value)
    {
        var bytes = descr[1..] switch
        {
            "f2" => BitConverter.GetBytes((Half)value),
            "f4" => BitConverter.GetBytes(value),
            "f8" => BitConverter.GetBytes((double)value),
            "i4" => BitConverter.GetBytes((int)value),
            "i8" => BitConverter.GetBytes((long)value),
            _ => [(byte)value],
        };
        if (descr[0] == '>')
            Array.Reverse(bytes);
        return bytes;
    }
}
