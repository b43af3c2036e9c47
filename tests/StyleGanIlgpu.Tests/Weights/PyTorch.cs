using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>What PyTorch and the official programs pickle: storages, tensors, parameters, persistent modules.</summary>
internal static class PyTorch
{
    private static readonly Py.Global OrderedDict = new("collections", "OrderedDict");

    /// <summary>torch.save's stream of one storage, as it stands inside _load_from_bytes.</summary>
    public static byte[] StorageStream(string type, long count, ReadOnlySpan<byte> data, string location = "cpu", object? view = null)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, count);
        return
        [
            .. StreamHead(),
            .. PickleWriter.Write(2, new Py.Persistent(new object?[] { "storage", new Py.Global("torch", type), "123", location, count, view })),
            .. PickleWriter.Write(2, new List<object?> { "123" }),
            .. length,
            .. data,
        ];
    }

    /// <summary>What comes before the object: magic number, protocol, and the machine's own properties.</summary>
    public static byte[] StreamHead(bool littleEndian = true)
    {
        // The magic number as Python writes it: ten bytes, little-endian, in protocol 2.
        var magic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            0x80, 2, 0x8A, 10, .. magic.ToByteArray(), (byte)'.',
            .. PickleWriter.Write(2, 1001),
            .. PickleWriter.Write(2, new Py.Dict(("protocol_version", 1001), ("little_endian", littleEndian), ("type_sizes", new Py.Dict(("long", 4))))),
        ];
    }

    public static Py Storage(string type, long count, ReadOnlySpan<byte> data, string location = "cpu", object? view = null) =>
        new Py.Call(new Py.Global("torch.storage", "_load_from_bytes"), [StorageStream(type, count, data, location, view)]);

    public static Py Floats(params float[] values) => Storage("FloatStorage", values.Length, MemoryMarshal.AsBytes<float>(values));

    public static Py Tensor(Py storage, long offset, long[] size, long[] strides) => new Py.Call(
        new Py.Global("torch._utils", "_rebuild_tensor_v2"),
        [storage, offset, Tuple(size), Tuple(strides), false, new Py.Call(OrderedDict, [])]);

    /// <summary>A contiguous float32 tensor.</summary>
    public static Py Tensor(float[] values, params long[] size)
    {
        var strides = new long[size.Length];
        for (var (axis, stride) = (size.Length - 1, 1L); axis >= 0; stride *= size[axis--])
            strides[axis] = stride;
        return Tensor(Floats(values), 0, size, strides);
    }

    public static Py Parameter(Py tensor) => new Py.Call(new Py.Global("torch._utils", "_rebuild_parameter"), [tensor, true, new Py.Call(OrderedDict, [])]);

    /// <summary>A tensor of recognisable numbers, for networks that are only opened.</summary>
    public static Py Numbers(params long[] size) =>
        Tensor(PayloadNumbers.Make((int)size.Aggregate(1L, (product, extent) => product * extent), (int)size.Sum()), size);

    /// <summary>A module's parameters by name.</summary>
    public static Py.Dict Parameters(params (string Name, Py Tensor)[] items) =>
        new([.. items.Select(item => ((object?)item.Name, (object?)Parameter(item.Tensor)))]);

    /// <summary>A module's buffers by name.</summary>
    public static Py.Dict Buffers(params (string Name, Py Tensor)[] items) =>
        new([.. items.Select(item => ((object?)item.Name, (object?)item.Tensor))]);

    /// <summary>A persistent module of the official programs.</summary>
    public static Py Module(string className, Py.Dict? parameters = null, Py.Dict? buffers = null, Py.Dict? modules = null, params (object? Key, object? Value)[] attributes) =>
        new Py.Call(new Py.Global("torch_utils.persistence", "_reconstruct_persistent_obj"),
        [
            new Py.Dict(
                ("type", "class"), ("version", 6), ("module_src", "# source omitted"), ("class_name", className),
                ("state", new Py.Dict(
                [
                    ("training", false), ("_parameters", parameters ?? new Py.Dict()), ("_buffers", buffers ?? new Py.Dict()),
                    ("_modules", modules ?? new Py.Dict()), .. attributes,
                ]))),
        ]);

    /// <summary>A NumPy scalar: type "f8", "i8", "b1".</summary>
    public static Py Scalar(string type, byte[] bytes, string core = "numpy.core", string order = "<") =>
        new Py.Call(new Py.Global($"{core}.multiarray", "scalar"), [Dtype(type, order), bytes]);

    /// <summary>An array as protocols below 5 write it.</summary>
    public static Py Array(string type, byte[] bytes, int length, string core = "numpy.core") => Array(type, bytes, [length], core);

    /// <summary>An array of any shape, in either order of the axes and of an element's bytes.</summary>
    public static Py Array(string type, byte[] bytes, long[] shape, string core = "numpy.core", bool isFortran = false, string order = "<") => new Py.Call(
        new Py.Global($"{core}.multiarray", "_reconstruct"),
        [new Py.Global("numpy", "ndarray"), new object?[] { 0 }, new byte[] { (byte)'b' }],
        new object?[] { 1, Tuple(shape), Dtype(type, order), isFortran, bytes });

    /// <summary>An array as protocol 5 writes it.</summary>
    public static Py Buffer(string type, byte[] bytes, int length, string core = "numpy.core") => new Py.Call(
        new Py.Global($"{core}.numeric", "_frombuffer"), [new Py.ByteArray(bytes), Dtype(type), new object?[] { length }, "C"]);

    private static Py.Call Dtype(string type, string order = "<") =>
        new(new Py.Global("numpy", "dtype"), [type, false, true], new object?[] { 3, order, null, null, null, -1, -1, 0 });

    private static object?[] Tuple(long[] values) => System.Array.ConvertAll(values, value => (object?)value);
}
