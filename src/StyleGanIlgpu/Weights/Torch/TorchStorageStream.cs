using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch;

/// <summary>
/// Reads the stream that torch.save wrote before its zip format, and that every storage in a plain pickle still is. One after another:
/// the pickled magic number, protocol 1001, a dict about the machine, the object (here a reference to one storage), the list of storage
/// keys, and then of each storage its length as int64 and its numbers.
/// </summary>
internal static class TorchStorageStream
{
    /// <summary>torch's own protocol, not the pickle's.</summary>
    public const int ProtocolVersion = 1001;

    /// <summary>torch's magic number.</summary>
    public static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The first bytes of such a stream in pickle protocol 2 and up: a 10-byte integer, the magic number.</summary>
    public static bool StartsLikeOne(ReadOnlySpan<byte> head) => head is [0x80, _, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, ..];

    /// <summary>Reads a stream that holds one storage.</summary>
    /// <exception cref="ModelFormatException">It isn't one, or is damaged.</exception>
    public static TorchStorage Read(ByteSlice stream, string source)
    {
        if (Next(ref stream, source) is not BigInteger magic || magic != Magic)
            throw Fault(source, "doesn't start with torch's magic number");
        if (Next(ref stream, source) is not (long)ProtocolVersion)
            throw Fault(source, $"isn't of torch's protocol {ProtocolVersion}");
        if (Next(ref stream, source) is not PickleDictionary system || system["little_endian"] is false)
            throw Fault(source, "isn't little-endian");
        if (Next(ref stream, source) is not PicklePersistentId { Id: PickleTuple { Items: ["storage", PickleGlobal type, string key, _, long count, ..] } id })
            throw Fault(source, "doesn't refer to a storage");
        if (!TorchStorageTypes.TryGet(type.Name, out var element))
            throw Fault(source, $"is of the unknown type '{type.Name}'");
        if (Next(ref stream, source) is not PickleList { Items: [string listed] } || listed != key)
            throw Fault(source, "doesn't list exactly the storage that it refers to");
        if (stream.Length < 8)
            throw Fault(source, "ends before its numbers");

        var stored = BinaryPrimitives.ReadInt64LittleEndian(stream.Head(8));
        if (stored != count || count < 0 || count > (stream.Length - 8) / element.Size())
            throw Fault(source, $"declares {count} and then {stored} numbers, {stream.Length - 8} bytes are left for them");
        return View(new TorchStorage(element, count, stream.Slice(8, count * element.Size())), id, source);
    }

    // Before version 1.0 a storage could itself be a part of another: (key, offset, length) says which.
    private static TorchStorage View(TorchStorage whole, PickleTuple id, string source)
    {
        if (id.Items is [_, _, _, _, _] or [_, _, _, _, _, null])
            return whole;
        if (id.Items is not [_, _, _, _, _, PickleTuple { Items: [_, long offset, long length] }]
            || offset < 0 || length < 0 || offset > whole.Count - length)
        {
            throw Fault(source, "has a view that doesn't lie within it");
        }

        var size = whole.Type.Size();
        return new TorchStorage(whole.Type, length, whole.Data.Slice(offset * size, length * size));
    }

    private static object? Next(ref ByteSlice stream, string source)
    {
        var machine = new PickleMachine(stream, source, persistentIds: true);
        var value = machine.Run();
        stream = stream.From(machine.Position);
        return value;
    }

    private static ModelFormatException Fault(string source, string what) => new($"{source}: a stored tensor {what}.");
}
