using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>
/// The stream that torch.save wrote before its archives, and that every storage in a plain pickle still is. One after another: the pickled
/// magic number, protocol 1001, a dict about the machine, the object, the list of the keys of its storages, and then of each storage its
/// length as int64 and its numbers. Those are little-endian on every machine, whatever the dict says of the machine's own order.
/// </summary>
/// <param name="Content">The object; its storages are references by key.</param>
/// <param name="Protocol">The object's pickle protocol.</param>
/// <param name="Storages">The storages by key.</param>
internal sealed record TorchStream(object? Content, int Protocol, IReadOnlyDictionary<string, TorchStorage> Storages)
{
    /// <summary>torch's own protocol, not the pickle's.</summary>
    public const int ProtocolVersion = 1001;

    /// <summary>torch's magic number.</summary>
    public static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Enough to tell such a stream by.</summary>
    public const int HeadBytes = 32;

    /// <summary>
    /// The first bytes of such a stream: protocol 2 or up, from 4 on a frame of some length, and a 10-byte integer, the magic number.
    /// </summary>
    public static bool StartsLikeOne(ReadOnlySpan<byte> head) =>
        head is [0x80, _, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, ..] or [0x80, _, 0x95, _, _, _, _, _, _, _, _, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, ..];

    /// <exception cref="ModelFormatException">It isn't such a stream, or is damaged.</exception>
    public static TorchStream Read(ByteSlice stream, string source)
    {
        if (Next(ref stream, source).Value is not BigInteger magic || magic != Magic)
            throw Fault(source, "doesn't start with torch's magic number");
        if (Next(ref stream, source).Value is not (long)ProtocolVersion)
            throw Fault(source, $"isn't of torch's protocol {ProtocolVersion}");
        if (Next(ref stream, source).Value is not PickleDictionary)
            throw Fault(source, "lacks the dict about the machine that wrote it");
        var (content, machine) = Next(ref stream, source);
        if (Next(ref stream, source).Value is not PickleList keys)
            throw Fault(source, "lacks the list of its storages");

        var wanted = References(machine.References, source);
        var storages = new Dictionary<string, TorchStorage>(StringComparer.Ordinal);
        foreach (var item in keys.Items)
        {
            if (!PickleText.TryGet(item, out var key) || !wanted.TryGetValue(key, out var reference))
                throw Fault(source, "lists a storage that nothing in it refers to");
            if (!storages.TryAdd(key, Take(ref stream, reference, source)))
                throw Fault(source, $"lists the storage '{key}' twice");
        }

        return new TorchStream(content, machine.Protocol, storages);
    }

    // The references alone tell the types of the storages, and so where the next one starts.
    private static Dictionary<string, TorchStorageReference> References(IReadOnlyList<PicklePersistentId> ids, string source)
    {
        var references = new Dictionary<string, TorchStorageReference>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var reference = TorchStorageReference.Read(id) ?? throw Fault(source, "refers to something that isn't a storage, or to a view that doesn't lie within one");
            if (!references.TryAdd(reference.Key, reference) && references[reference.Key] is var first
                && (first.TypeName, first.Count) != (reference.TypeName, reference.Count))
            {
                throw Fault(source, $"refers to the storage '{reference.Key}' as {first.Count} of {first.TypeName} and as {reference.Count} of {reference.TypeName}");
            }
        }

        return references;
    }

    private static TorchStorage Take(ref ByteSlice stream, TorchStorageReference reference, string source)
    {
        if (!TorchStorageTypes.TryGet(reference.TypeName, out var type))
            throw Fault(source, $"has a storage of the unknown type '{reference.TypeName}'");
        if (stream.Length < sizeof(long))
            throw Fault(source, $"ends before its storage '{reference.Key}'");
        var (stored, left) = (BinaryPrimitives.ReadInt64LittleEndian(stream.Head(sizeof(long))), stream.Length - sizeof(long));
        if (stored != reference.Count || stored > left / type.Size())
            throw Fault(source, $"declares {reference.Count} and then {stored} numbers in the storage '{reference.Key}', {left} bytes are left for them");
        var data = stream.Slice(sizeof(long), stored * type.Size());
        stream = stream.From(sizeof(long) + data.Length);
        return new TorchStorage(type, stored, data);
    }

    private static (object? Value, PickleMachine Machine) Next(ref ByteSlice stream, string source)
    {
        var machine = new PickleMachine(stream, source, persistentIds: true);
        var value = machine.Run();
        stream = stream.From(machine.Position);
        return (value, machine);
    }

    private static ModelFormatException Fault(string source, string what) => new($"{source}: damaged PyTorch stream, it {what}.");
}
