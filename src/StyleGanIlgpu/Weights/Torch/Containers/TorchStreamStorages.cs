using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>The storages of a stream, which follow its object.</summary>
internal sealed class TorchStreamStorages(IReadOnlyDictionary<string, TorchStorage> storages, string source) : ITorchStorages
{
    public TorchStorage Find(string tensor, object? reference)
    {
        var id = TorchStorageReference.Read(reference as PicklePersistentId)
            ?? throw new ModelFormatException($"{source}: tensor '{tensor}' doesn't refer to a storage.");
        return storages.TryGetValue(id.Key, out var whole)
            ? id.Of(whole)
            : throw new ModelFormatException($"{source}: tensor '{tensor}' refers to the storage '{id.Key}', which isn't in the list of storages.");
    }
}
