using System.Runtime.InteropServices;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>The two containers of torch.save, in all their variants, hold the tensors that were put in; those that hold others are refused.</summary>
public sealed class TorchContainerTests
{
    private static readonly float[] Values = [1, 0, -2.5f, 3, 0.125f, 100];

    public static TheoryData<string> Types => ["Float", "Half", "BFloat16", "Double", "Long", "Int", "Short", "Char", "Byte", "Bool"];

    [Theory]
    [InlineData("archive", "little")]
    [InlineData("ros32", null)]
    [InlineData("a name, with spaces.and dots", "big")]
    public void Archives_with_a_folder_of_any_name_and_of_either_byte_order(string folder, string? byteOrder)
    {
        var saver = new TorchSaver { Device = "cuda:1" };
        var tensor = saver.Tensor(Values, 2, 3);
        AssertHolds(Values, saver.Archive(tensor, folder, byteOrder));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Streams_hold_little_endian_numbers_whatever_machine_wrote_them(bool littleEndian)
    {
        var saver = new TorchSaver { Device = "cuda:1" };
        AssertHolds(Values, saver.Stream(saver.Tensor(Values, 2, 3), littleEndian));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_storage_type_of_either_byte_order(string type)
    {
        byte[] data = type switch
        {
            "Float" => Bytes<float>(value => value),
            "Half" => Bytes(value => (Half)value),
            "BFloat16" => Bytes(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
            "Double" => Bytes<double>(value => value),
            "Long" => Bytes(value => (long)value),
            "Int" => Bytes(value => (int)value),
            "Short" => Bytes(value => (short)value),
            "Char" => Bytes(value => (sbyte)value),
            "Byte" => Bytes(value => (byte)value),
            _ => Bytes(value => (byte)value),
        };
        foreach (var order in new[] { "little", "big" })
        {
            var saver = new TorchSaver();
            var storage = saver.Storage($"{type}Storage", 3, data);
            AssertHolds([1, 0, 1], saver.Archive(PyTorch.Tensor(storage, 0, [3], [1]), byteOrder: order));
            AssertHolds([1, 0, 1], saver.Stream(PyTorch.Tensor(storage, 0, [3], [1])));
        }

        static byte[] Bytes<T>(Func<float, T> convert)
            where T : unmanaged => MemoryMarshal.AsBytes<T>(Array.ConvertAll<float, T>([1, 0, 1], value => convert(value))).ToArray();
    }

    [Fact]
    public void Storages_are_shared_and_seen_in_strides()
    {
        var saver = new TorchSaver();
        var storage = saver.Storage("FloatStorage", 6, MemoryMarshal.AsBytes<float>(Values));
        var content = new List<object?>
        {
            PyTorch.Tensor(storage, 0, [6], [1]),
            PyTorch.Tensor(saver.Reference("FloatStorage", "0", 6), 1, [3], [2]),
            PyTorch.Tensor(storage, 0, [3, 2], [1, 3]),
            PyTorch.Tensor(storage, 2, [2, 2], [0, 0]),
        };
        foreach (var file in new[] { saver.Archive(content), saver.Archive(content, byteOrder: "big"), saver.Stream(content) })
        {
            var read = Open(file);
            var items = ((PickleList)read.Content!).Items;
            Assert.Equal(Values, read.Tensors.Read("a", items[0]).Span.ToArray());
            Assert.Equal([0, 3, 100], read.Tensors.Read("b", items[1]).Span.ToArray());
            Assert.Equal([1, 3, 0, 0.125f, -2.5f, 100], read.Tensors.Read("c", items[2]).Span.ToArray());
            Assert.Equal([-2.5f, -2.5f, -2.5f, -2.5f], read.Tensors.Read("d", items[3]).Span.ToArray());
        }
    }

    [Fact]
    public void Storages_of_a_stream_come_in_the_order_of_its_list()
    {
        var saver = new TorchSaver();
        var content = new List<object?> { saver.Tensor([1, 2], 2), saver.Tensor([3], 1), saver.Tensor([], 0), saver.Tensor([4, 5, 6], 3) };
        var read = Open(saver.Stream(content, order: keys => keys.Reverse()));
        var items = ((PickleList)read.Content!).Items;
        Assert.Equal(
            [1, 2, 3, 4, 5, 6],
            items.SelectMany(item => read.Tensors.Read("x", item).Values.ToArray()));
    }

    [Fact]
    public void A_view_of_a_storage_is_a_part_of_it()
    {
        var saver = new TorchSaver();
        saver.Storage("FloatStorage", 6, MemoryMarshal.AsBytes<float>(Values));
        Py View(long offset, long length) => PyTorch.Tensor(saver.Reference("FloatStorage", "0", 6, new object?[] { new object?[] { "9", offset, length } }), 0, [2], [1]);
        AssertHolds([3, 0.125f], saver.Stream(View(3, 2)));
        AssertRefused("reaches element 1 of a storage that holds 1", saver.Stream(View(5, 1)));
        AssertRefused("a view that doesn't lie within one", saver.Stream(View(5, 2)));
        AssertRefused("a view that doesn't lie within one", saver.Stream(View(-1, 2)));
        AssertRefused("a view that doesn't lie within one", saver.Stream(View(long.MaxValue, long.MaxValue)));
    }

    [Fact]
    public void Archives_that_hold_less_or_more_than_they_declare_are_refused()
    {
        foreach (var declared in new[] { 5L, 7L, 0L, long.MaxValue, long.MaxValue / 4, 1L << 62 })
        {
            var saver = new TorchSaver();
            saver.Storage("FloatStorage", 6, MemoryMarshal.AsBytes<float>(Values));
            AssertRefused(
                $"refers to {declared} numbers of torch.FloatStorage, the entry 'archive/data/0' holds 24 bytes of Float32",
                saver.Archive(PyTorch.Tensor(saver.Reference("FloatStorage", "0", declared), 0, [1], [1])));
        }

        var other = new TorchSaver();
        var content = new List<object?> { other.Tensor(Values, 6), PyTorch.Tensor(other.Reference("IntStorage", "0", 6), 0, [6], [1]) };
        AssertRefused("refers to 6 numbers of torch.IntStorage, the entry 'archive/data/0' holds 24 bytes of Float32", other.Archive(content));
        AssertRefused("the entry 'archive/data/7' is missing", other.Archive(PyTorch.Tensor(other.Reference("FloatStorage", "7", 6), 0, [6], [1])));
        AssertRefused("the entry 'archive/data/../0' is missing", other.Archive(PyTorch.Tensor(other.Reference("FloatStorage", "../0", 6), 0, [6], [1])));
        AssertRefused("has a storage of the unknown type 'torch.float32'", other.Archive(PyTorch.Tensor(other.Reference("float32", "0", 6), 0, [6], [1])));
        AssertRefused("refuses the global 'torch.QInt8Storage'", other.Archive(PyTorch.Tensor(other.Reference("QInt8Storage", "0", 6), 0, [6], [1])));
        AssertRefused("doesn't refer to a storage", other.Archive(PyTorch.Tensor(new Py.Persistent("0"), 0, [6], [1])));
        AssertRefused("doesn't refer to a storage", other.Archive(PyTorch.Tensor(other.Reference("FloatStorage", "0", -1), 0, [6], [1])));
        AssertRefused("doesn't refer to a storage", other.Archive(PyTorch.Tensor(PyTorch.Floats(Values), 0, [6], [1])));
    }

    [Fact]
    public void Streams_that_contradict_themselves_are_refused()
    {
        var saver = new TorchSaver();
        var tensor = saver.Tensor(Values, 6);
        var whole = saver.Stream(tensor);
        AssertRefused("declares 6 and then 6 numbers in the storage '0', 20 bytes are left", whole[..^4]);
        AssertRefused("ends before its storage '0'", whole[..^25]);
        AssertRefused("lists a storage that nothing in it refers to", saver.Stream(5));
        AssertRefused("lists the storage '0' twice", saver.Stream(tensor, order: keys => ["0", "0"]));
        AssertRefused("which isn't in the list of storages", saver.Stream(tensor, order: keys => []));
        AssertRefused("lacks the list of its storages", [.. PyTorch.StreamHead(), .. PickleWriter.Write(2, 1), .. PickleWriter.Write(2, 1)]);
        AssertRefused(
            "refers to the storage '0' as 6 of torch.FloatStorage and as 6 of torch.IntStorage",
            saver.Stream(new List<object?> { tensor, saver.Reference("IntStorage", "0", 6) }));
        AssertRefused(
            "refers to the storage '0' as 6 of torch.FloatStorage and as 5 of torch.FloatStorage",
            saver.Stream(new List<object?> { tensor, saver.Reference("FloatStorage", "0", 5) }));
        AssertRefused("refers to something that isn't a storage", saver.Stream(new List<object?> { new Py.Persistent("x") }));
        foreach (var count in new[] { 7, -1, long.MaxValue, (1L << 62) + 6 })
        {
            BitConverter.GetBytes(count).CopyTo(whole, whole.Length - 32);
            AssertRefused($"declares 6 and then {count} numbers", whole);
        }
    }

    [Fact]
    public void Archives_of_another_kind_are_told()
    {
        var pickle = PickleWriter.Write(2, 5);
        AssertRefused("this is a TorchScript program (torch.jit.save), whose code isn't run", new ZipWriter().Add("m/data.pkl", pickle).Add("m/code/__torch__.py", []).ToArray());
        AssertRefused("this is a TorchScript program", new ZipWriter().Add("m/data.pkl", pickle).Add("m/constants.pkl", pickle).ToArray());
        AssertRefused("holds 'a/data.pkl' and 'b/data.pkl', expected one object", new ZipWriter().Add("a/data.pkl", pickle).Add("b/data.pkl", pickle).ToArray());
        AssertRefused("this is a zip archive, not a checkpoint", new ZipWriter().Add("data.pkl", pickle).ToArray());
        AssertRefused("this is a zip archive, not a checkpoint", new ZipWriter().Add("a/b/data.pkl", pickle).ToArray());
        AssertRefused("this is a zip archive, not a checkpoint", new ZipWriter().ToArray());
        AssertRefused("the entry 'a/byteorder' is unknown, expected 'little' or 'big'", new ZipWriter().Add("a/data.pkl", pickle).Add("a/byteorder", "middle"u8.ToArray()).ToArray());
        AssertRefused("the entry 'a/data.pkl' is compressed (method 8), expected it to be stored", new ZipWriter().Add("a/data.pkl", pickle).But(e => e with { Method = 8, Size = 50 }).ToArray());
        AssertRefused("the entry 'a/data.pkl' is encrypted", new ZipWriter().Add("a/data.pkl", pickle).But(e => e with { Flags = 0x809 }).ToArray());
    }

    [Fact]
    public void Streams_of_any_protocol_and_archives_of_any_text_are_told()
    {
        // Protocol 4 puts a frame before the magic number.
        var magic = PyTorch.StreamHead().AsSpan(2, 13).ToArray();
        byte[] start = [0x80, 4, 0x95, (byte)magic.Length, 0, 0, 0, 0, 0, 0, 0, .. magic];
        Assert.True(TorchStream.StartsLikeOne(start));
        Assert.False(TorchStream.StartsLikeOne(PickleWriter.Write(4, 5)));

        // A text of the pickle that an archive of NumPy arrays would have for its first name.
        var saver = new TorchSaver();
        StateDictTests.AssertRefused("there is no network 'G_ema'", saver.Archive(new Py.Dict(("path", "latents.npy"))));
    }

    [Fact]
    public void What_the_file_holds_is_not_copied_before_it_is_asked_for()
    {
        var saver = new TorchSaver();
        var file = saver.Archive(new List<object?> { saver.Tensor(new float[500_000], 500_000), saver.Tensor([5], 1) });
        using var source = ByteSource.Read(file, Stream.Null)!;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = TorchFile.Open(source, "test");
        Assert.Equal(5, read.Tensors.Read("x", ((PickleList)read.Content!).Items[1]).Scalar);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    private static TorchFile Open(byte[] file) => TorchFile.Open(ByteSource.Read(file, Stream.Null)!, "test");

    private static void AssertHolds(float[] expected, byte[] file)
    {
        var read = Open(file);
        Comparison.AssertSameBits("values", read.Tensors.Read("name", read.Content).Span, expected);
    }

    private static void AssertRefused(string expected, byte[] file)
    {
        var message = Assert.Throws<ModelFormatException>(() =>
        {
            var read = Open(file);
            foreach (var item in read.Content is PickleList list ? list.Items : [read.Content])
                read.Tensors.Read("name", item);
        }).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }
}
