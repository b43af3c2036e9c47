using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>A reference to a storage beside the pickle: ('storage', type, key, device, count), before version 1.0 with a view at the end.</summary>
/// <param name="TypeName">The storage's class.</param>
/// <param name="Key">Names the storage within its file.</param>
/// <param name="Count">Numbers in the storage.</param>
/// <param name="View">Which part of it is meant; null for all.</param>
internal sealed record TorchStorageReference(string TypeName, string Key, long Count, (long Offset, long Length)? View)
{
    /// <summary>Reads a reference; null if it isn't one, or its view doesn't lie within the storage.</summary>
    public static TorchStorageReference? Read(PicklePersistentId? id)
    {
        if (id?.Id is not PickleTuple { Items: [var kind, PickleGlobal type, var key, _, long count, .. var rest] }
            || !PickleText.TryGet(kind, out var kindText) || kindText != "storage" || !PickleText.TryGet(key, out var keyText) || count < 0)
        {
            return null;
        }

        return rest switch
        {
            [] or [null] => new(type.Name, keyText, count, null),
            [PickleTuple { Items: [_, long offset, long length] }] when offset >= 0 && length >= 0 && offset <= count - length
                => new(type.Name, keyText, count, (offset, length)),
            _ => null,
        };
    }

    /// <summary>The part of the storage that is meant.</summary>
    public TorchStorage Of(TorchStorage whole)
    {
        if (View is not var (offset, length))
            return whole;
        var size = whole.Type.Size();
        return new TorchStorage(whole.Type, length, whole.Data.Slice(offset * size, length * size));
    }
}
