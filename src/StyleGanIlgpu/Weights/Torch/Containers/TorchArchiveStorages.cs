using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Zip;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>The storages of an archive: the entry data/KEY is exactly the numbers of one.</summary>
internal sealed class TorchArchiveStorages(ZipDirectory archive, string folder, bool isBigEndian, string source) : ITorchStorages
{
    // Of big-endian files these are copies; each is made once.
    private readonly Dictionary<string, TorchStorage> _read = new(StringComparer.Ordinal);

    public TorchStorage Find(string tensor, object? reference)
    {
        var id = TorchStorageReference.Read(reference as PicklePersistentId)
            ?? throw new ModelFormatException($"{source}: tensor '{tensor}' doesn't refer to a storage.");
        if (!TorchStorageTypes.TryGet(id.TypeName, out var type))
            throw new ModelFormatException($"{source}: tensor '{tensor}' has a storage of the unknown type '{id.TypeName}'.");
        if (!_read.TryGetValue(id.Key, out var whole))
        {
            var data = TorchArchive.Content(archive, $"{folder}{id.Key}", source);
            if (isBigEndian && data.Length > Array.MaxLength)
                throw new ModelFormatException($"{source}: the entry '{folder}{id.Key}' holds {data.Length} bytes, of a big-endian file expected at most {Array.MaxLength}.");
            _read[id.Key] = whole = new TorchStorage(type, data.Length / type.Size(), isBigEndian ? ByteOrder.Swap(data, type.Size()) : data);
        }

        // PyTorch itself would read past the end of an entry that is too short.
        if (whole.Type != type || id.Count > whole.Data.Length / type.Size() || id.Count * type.Size() != whole.Data.Length)
        {
            throw new ModelFormatException(
                $"{source}: tensor '{tensor}' refers to {id.Count} numbers of {id.TypeName}, the entry '{folder}{id.Key}' holds {whole.Data.Length} bytes of {whole.Type}.");
        }

        return id.Of(whole);
    }
}
