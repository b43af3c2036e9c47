using System.Runtime.InteropServices;
using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.Tests.Weights;

/// <summary>torch.save: what is pickled refers to storages by key, and they stand beside the pickle, in an archive or in the old stream.</summary>
internal sealed class TorchSaver
{
    private readonly List<(string Key, string Type, long Count, byte[] Data)> _storages = [];

    /// <summary>The device that storages are said to be on.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>A reference to a new storage, as archives and the later streams have it.</summary>
    public Py Storage(string type, long count, ReadOnlySpan<byte> data)
    {
        var key = $"{_storages.Count}";
        _storages.Add((key, type, count, data.ToArray()));
        return Reference(type, key, count);
    }

    public Py Reference(string type, string key, long count, params object?[] view) =>
        new Py.Persistent(new object?[] { "storage", new Py.Global("torch", type), key, Device, count }.Concat(view).ToArray());

    public Py Tensor(float[] values, params long[] size)
    {
        var strides = new long[size.Length];
        for (var (axis, stride) = (size.Length - 1, 1L); axis >= 0; stride *= size[axis--])
            strides[axis] = stride;
        return PyTorch.Tensor(Storage("FloatStorage", values.Length, MemoryMarshal.AsBytes<float>(values)), 0, size, strides);
    }

    public Py Tensor(Parameter parameter) => Tensor(parameter.Values.ToArray(), Array.ConvertAll(parameter.Shape, extent => (long)extent));

    /// <summary>All tensors of a checkpoint, each name behind a prefix.</summary>
    public Py.Dict StateDict(Checkpoint checkpoint, string prefix = "") =>
        new([.. checkpoint.Parameters.All.Select(parameter => ((object?)(prefix + parameter.Name), (object?)Tensor(parameter)))]);

    /// <summary>The archive of version 1.6 and later.</summary>
    public byte[] Archive(object? content, string folder = "archive", string? byteOrder = "little", int protocol = 2)
    {
        var zip = new ZipWriter { End64 = end => end }.Add($"{folder}/data.pkl", PickleWriter.Write(protocol, content));
        if (byteOrder is not null)
            zip.Add($"{folder}/byteorder", [.. byteOrder.Select(letter => (byte)letter)]);
        foreach (var (key, type, count, data) in _storages)
            zip.Add($"{folder}/data/{key}", byteOrder == "big" ? Swapped(data, (int)(data.Length / Math.Max(1, count))) : data);
        return zip.Add($"{folder}/version", "3\n"u8.ToArray()).ToArray();
    }

    /// <summary>The stream of earlier versions. Its numbers are little-endian on every machine.</summary>
    public byte[] Stream(object? content, bool littleEndian = true, Func<IEnumerable<string>, IEnumerable<object?>>? order = null)
    {
        var keys = _storages.Select(storage => storage.Key);
        var listed = (order?.Invoke(keys) ?? keys).ToList();
        return
        [
            .. PyTorch.StreamHead(littleEndian),
            .. PickleWriter.Write(2, content),
            .. PickleWriter.Write(2, listed),
            .. listed.SelectMany(key => _storages.Where(storage => storage.Key == (string?)key)).SelectMany(
                storage => (byte[])[.. BitConverter.GetBytes(storage.Count), .. storage.Data]),
        ];
    }

    private static byte[] Swapped(byte[] data, int size) => [.. data.Chunk(size).SelectMany(element => element.Reverse())];
}
