using System.Runtime.InteropServices;
using CsCheck;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Tests.Golden;
using StyleGanIlgpu.Weights.Torch;
using StyleGanIlgpu.Weights.Torch.Containers;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>Tensors of every type, layout and protocol become the row-major float32 that PyTorch would show; those that can't be are refused.</summary>
public sealed class TorchTensorTests
{
    private static readonly float[] Values = [1, 0, -2.5f, 3, 0.125f, 100];

    public static TheoryData<int> Protocols => [2, 3, 4, 5];

    public static TheoryData<string> Types => ["Float", "Half", "BFloat16", "Double", "Long", "Int", "Short", "Char", "Byte", "Bool"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Every_protocol(int protocol)
    {
        var parameter = Read(PyTorch.Parameter(PyTorch.Tensor(Values, 2, 3)), protocol);
        Assert.Equal([2, 3], parameter.Shape);
        Assert.Equal(Values, parameter.Span.ToArray());
        Assert.Equal("name", parameter.Name);

        // All 256 byte values, so that protocol 2's detour through text is exact: through a short text, and through one that stays in the file.
        foreach (var length in new[] { 256, 5_000 })
        {
            var bits = Enumerable.Range(0, length).Select(i => BitConverter.UInt32BitsToSingle((uint)(i % 256 * 0x01010101) ^ (uint)i)).ToArray();
            Comparison.AssertSameBits("bits", Read(PyTorch.Tensor(bits, length), protocol).Span, bits);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_storage_type(string type)
    {
        var whole = Array.ConvertAll(Values, value => type is "Float" or "Half" or "BFloat16" or "Double" ? value : MathF.Truncate(value));
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
            "Byte" => Bytes(value => (byte)Math.Abs(value)),
            _ => Bytes(value => (byte)(value != 0 ? 1 : 0)),
        };
        float[] expected = type switch
        {
            "Byte" => Array.ConvertAll(whole, Math.Abs),
            "Bool" => Array.ConvertAll(whole, value => value != 0 ? 1f : 0f),
            _ => whole,
        };
        var storage = PyTorch.Storage($"{type}Storage", 6, data, "cuda:3");
        Assert.Equal(expected, Read(PyTorch.Tensor(storage, 0, [6], [1])).Span.ToArray());
        Assert.Equal([expected[1], expected[3], expected[5]], Read(PyTorch.Tensor(storage, 1, [3], [2])).Span.ToArray());

        byte[] Bytes<T>(Func<float, T> convert)
            where T : unmanaged => MemoryMarshal.AsBytes<T>(Array.ConvertAll(whole, value => convert(value))).ToArray();
    }

    [Fact]
    public void Scalars_empty_tensors_transposes_and_expanded_ones()
    {
        Assert.Equal(-2.5f, Read(PyTorch.Tensor(PyTorch.Floats(Values), 2, [], [])).Scalar);
        Assert.Empty(Read(PyTorch.Tensor(PyTorch.Floats(), 0, [3, 0, 2], [0, 2, 1])).Values.ToArray());
        Assert.Equal([1f, 3f, 0f, 0.125f, -2.5f, 100f], Read(PyTorch.Tensor(PyTorch.Floats(Values), 0, [3, 2], [1, 3])).Span.ToArray());
        Assert.Equal([1f, 1f, 0f, 0f], Read(PyTorch.Tensor(PyTorch.Floats(Values), 0, [2, 2], [1, 0])).Span.ToArray());
        Assert.Equal(Enumerable.Repeat(7f, 12), Read(PyTorch.Tensor(PyTorch.Floats(7), 0, [3, 4], [0, 0])).Span.ToArray());
    }

    [Fact]
    public void Channels_last_weights_come_out_row_major()
    {
        // Stored O H W I, shown O I H W.
        var stored = Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i => (float)i).ToArray();
        var weight = Read(PyTorch.Tensor(PyTorch.Floats(stored), 0, [2, 5, 3, 4], [60, 1, 20, 5]));
        for (var o = 0; o < 2; o++)
        {
            for (var i = 0; i < 5; i++)
            {
                for (var y = 0; y < 3; y++)
                {
                    for (var x = 0; x < 4; x++)
                        Assert.Equal(stored[(((((o * 3) + y) * 4) + x) * 5) + i], weight.Span[(((((o * 5) + i) * 3) + y) * 4) + x]);
                }
            }
        }
    }

    [Fact]
    public void Any_shape_and_strides() =>
        Gen.Select(Gen.Int[0, 3].Array[0, 5], Gen.Int[0, 7].Array[5], Gen.Int[0, 4]).Sample((shape, strides, offset) =>
        {
            var last = offset + shape.Select((extent, axis) => Math.Max(0, extent - 1) * strides[axis]).Sum();
            var storage = Enumerable.Range(0, last + 1).Select(i => (float)i).ToArray();
            var read = Read(PyTorch.Tensor(
                PyTorch.Floats(storage), offset, Array.ConvertAll(shape, extent => (long)extent), [.. strides.Take(shape.Length).Select(step => (long)step)]));
            var expected = Places(shape, strides, 0, offset).Select(place => storage[place]);
            Assert.Equal(shape, read.Shape);
            Assert.Equal(expected, read.Span.ToArray());

            static IEnumerable<int> Places(int[] shape, int[] strides, int axis, int place) =>
                axis == shape.Length ? [place] : Enumerable.Range(0, shape[axis]).SelectMany(i => Places(shape, strides, axis + 1, place + (i * strides[axis])));
        });

    [Fact]
    public void A_storage_may_be_a_part_of_another()
    {
        var storage = PyTorch.Storage("FloatStorage", 6, MemoryMarshal.AsBytes<float>(Values), view: new object?[] { "9", 2, 3 });
        Assert.Equal([-2.5f, 3f, 0.125f], Read(PyTorch.Tensor(storage, 0, [3], [1])).Span.ToArray());
        AssertRefused("reaches element 3 of a storage that holds 3", PyTorch.Tensor(storage, 1, [3], [1]));
        var outside = PyTorch.Storage("FloatStorage", 6, MemoryMarshal.AsBytes<float>(Values), view: new object?[] { "9", 4, 3 });
        AssertRefused("view that doesn't lie within one", PyTorch.Tensor(outside, 0, [1], [1]));
    }

    [Fact]
    public void Parameters_with_state_and_tensors_with_attributes_are_unwrapped()
    {
        var tensor = (Py.Call)PyTorch.Tensor(Values, 6);
        Py[] wrapped =
        [
            new Py.Call(new Py.Global("torch._utils", "_rebuild_parameter_with_state"), [tensor, true, new Py.Dict(), new Py.Dict(("a", 1))]),
            new Py.Call(new Py.Global("torch._tensor", "_rebuild_from_type_v2"), [tensor.Callable, new Py.Global("torch", "Tensor"), tensor.Arguments, new Py.Dict()]),
        ];
        Assert.All(wrapped, value => Assert.Equal(Values, Read(value).Span.ToArray()));
    }

    [Fact]
    public void Tensors_that_do_not_fit_their_storage_are_refused()
    {
        var storage = PyTorch.Floats(Values);
        AssertRefused("tensor 'name' reaches element 6 of a storage that holds 6", PyTorch.Tensor(storage, 1, [2, 3], [3, 1]));
        AssertRefused("reaches element 6 of", PyTorch.Tensor(storage, 0, [2, 2], [5, 1]));
        AssertRefused("reaches element", PyTorch.Tensor(storage, long.MaxValue, [2], [1]));
        AssertRefused("reaches element", PyTorch.Tensor(storage, 0, [2, 2, 2, 2], [long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue]));
        AssertRefused("reaches element", PyTorch.Tensor(storage, -1, [1], [1]));
        AssertRefused("isn't made of whole numbers from 0 up", PyTorch.Tensor(storage, 0, [-1], [1]));
        AssertRefused("isn't made of whole numbers from 0 up", PyTorch.Tensor(storage, 5, [3], [-1]));
        AssertRefused("has 2 extents and 1 strides", PyTorch.Tensor(storage, 0, [2, 3], [1]));
        AssertRefused("axes, expected at most 16", PyTorch.Tensor(storage, 0, Enumerable.Repeat(1L, 17).ToArray(), new long[17]));
        AssertRefused("expected at most 2147483647 elements", PyTorch.Tensor(storage, 0, [1L << 31], [0]));
        AssertRefused("expected at most 2147483647 elements", PyTorch.Tensor(storage, 0, [1L << 20, 1L << 20], [0, 0]));
        AssertRefused("expected at most 2147483647 elements", PyTorch.Tensor(storage, 0, [1L << 30, 1L << 30, 1L << 30, 0], [0, 0, 0, 0]));
        AssertRefused("is not a tensor", new Py.Dict());
    }

    [Fact]
    public void A_tensor_that_is_shared_is_read_once()
    {
        var pickle = PickleWriter.Write(4, PyTorch.Parameter(PyTorch.Tensor(Values, 6)));
        var value = PickleMachineTests.Machine(pickle).Run();
        var tensors = new TorchTensors("test", pickle.Length, new TorchBlobStorages("test"));
        var (first, second) = (tensors.Read("a", value), tensors.Read("b", value));
        Assert.Equal(("a", "b"), (first.Name, second.Name));
        Assert.True(first.Values.Equals(second.Values));
    }

    [Fact]
    public void A_few_stored_numbers_can_not_be_expanded_into_gigabytes() =>
        AssertRefused("far more memory than a file of", PyTorch.Tensor(PyTorch.Floats(1), 0, [1 << 30], [0]));

    [Fact]
    public void Damaged_storages_are_refused()
    {
        var data = MemoryMarshal.AsBytes<float>(Values).ToArray();
        AssertRefused("declares 7 and then 7 numbers in the storage '123', 24 bytes are left", PyTorch.Storage("FloatStorage", 7, data));
        AssertRefused("declares 4611686018427387905 and", PyTorch.Storage("FloatStorage", (1L << 62) + 1, data));
        AssertRefused("refers to something that isn't a storage", PyTorch.Storage("FloatStorage", -1, data));
        AssertRefused("refers to something that isn't a storage", Damage(0, "storage"u8, "sTorage"u8));
        AssertRefused("lists a storage that nothing in it refers to", Damage(1, "123"u8, "124"u8));
        AssertRefused("refuses the global 'torch.QInt8Storage'", PyTorch.Storage("QInt8Storage", 6, data));
        AssertRefused("has a storage of the unknown type 'torch.float32'", PyTorch.Storage("float32", 6, data));
        AssertRefused("unknown opcode", Stored(new byte[] { 0x80, 2, 0xFF }));
        AssertRefused("doesn't start with torch's magic number", Stored(PickleWriter.Write(2, 5)));
        AssertRefused("isn't made of bytes", Stored(new Py.Call(new Py.Global("_codecs", "encode"), [$"{new string('x', 5_000)}\u0100", "latin1"])));
        AssertRefused("written as text are expected to be Latin-1", Stored(new Py.Call(new Py.Global("_codecs", "encode"), ["x\u0100", "latin1"])));
        AssertRefused("isn't made of bytes", Stored(new string('x', 5_000)));
        AssertRefused("isn't made of bytes", new Py.Call(new Py.Global("torch.storage", "_load_from_bytes"), [5]));

        static Py Stored(object stream) => new Py.Call(new Py.Global("torch.storage", "_load_from_bytes"), [stream]);

        Py Damage(int occurrence, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
        {
            var stream = PyTorch.StorageStream("FloatStorage", 6, data);
            var place = stream.AsSpan().IndexOf(from);
            if (occurrence == 1)
                place += 1 + stream.AsSpan(place + 1).IndexOf(from);
            to.CopyTo(stream.AsSpan(place));
            return Stored(stream);
        }
    }

    private static void AssertRefused(string expected, Py tensorOrStorage)
    {
        var tensor = tensorOrStorage is Py.Call { Callable: Py.Global { Name: "_load_from_bytes" } } ? PyTorch.Tensor(tensorOrStorage, 0, [6], [1]) : tensorOrStorage;
        var message = Assert.Throws<ModelFormatException>(() => Read(tensor)).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private static Parameter Read(Py tensor, int protocol = 4)
    {
        var pickle = PickleWriter.Write(protocol, tensor);
        return new TorchTensors("test", pickle.Length, new TorchBlobStorages("test")).Read("name", PickleMachineTests.Machine(pickle).Run());
    }
}
