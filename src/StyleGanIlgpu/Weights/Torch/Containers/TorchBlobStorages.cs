using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>The storages of a plain pickle: each is a whole stream of its own, among the pickle's bytes.</summary>
internal sealed class TorchBlobStorages(string source) : ITorchStorages
{
    private readonly Dictionary<PickleRecord, TorchStorage> _read = new(ReferenceEqualityComparer.Instance);

    public TorchStorage Find(string tensor, object? reference)
    {
        if (reference is not PickleRecord { Name: "torch storage" } record)
            throw new ModelFormatException($"{source}: tensor '{tensor}' is not made of a storage, an offset, a size and strides.");
        if (_read.TryGetValue(record, out var storage))
            return storage;
        if (record.Arguments is not [PickleBytes blob] || blob.ToBytes() is not { } bytes)
            throw new ModelFormatException($"{source}: tensor '{tensor}' has a storage that isn't made of bytes.");
        var stream = TorchStream.Read(bytes, source);
        return _read[record] = new TorchStreamStorages(stream.Storages, source).Find(tensor, stream.Content);
    }
}
