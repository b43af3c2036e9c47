using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Zip;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>
/// The zip archive that torch.save writes: one folder of any name, in it data.pkl for the object, data/KEY for every storage, and a record
/// of the byte order. Programs of TorchScript are archives too, told by their code.
/// </summary>
internal static class TorchArchive
{
    private const string Pickle = "data.pkl";

    /// <exception cref="ModelFormatException">The archive is damaged or hostile, or isn't one of torch.save.</exception>
    public static TorchFile Open(ByteSource file, string source)
    {
        var archive = ZipDirectory.Read(file, source);
        var folder = Folder(archive, source);
        if (archive.Entries.Any(entry => entry.Name == $"{folder}constants.pkl" || entry.Name.StartsWith($"{folder}code/", StringComparison.Ordinal)))
        {
            throw new ModelFormatException(
                $"{source}: this is a TorchScript program (torch.jit.save), whose code isn't run, expected a state dict or a network written by torch.save.");
        }

        var machine = new PickleMachine(Content(archive, $"{folder}{Pickle}", source), source, persistentIds: true);
        var content = machine.Run();
        var storages = new TorchArchiveStorages(archive, $"{folder}data/", IsBigEndian(archive, folder, source), source);
        return new TorchFile(content, machine.Protocol, new TorchTensors(source, file.Length, storages), "PyTorch archive");
    }

    /// <summary>The bytes of an entry, which must be stored as they are.</summary>
    public static ByteSlice Content(ZipDirectory archive, string name, string source)
    {
        var entry = archive.Find(name) ?? throw new ModelFormatException($"{source}: damaged PyTorch archive, the entry '{name}' is missing.");
        return entry.Packing is null
            ? entry.Data
            : throw new ModelFormatException($"{source}: the entry '{name}' is {entry.Packing}, expected it to be stored, as PyTorch does.");
    }

    private static string Folder(ZipDirectory archive, string source)
    {
        var folders = archive.Entries
            .Where(entry => entry.Name.EndsWith($"/{Pickle}", StringComparison.Ordinal) && entry.Name.IndexOf('/', StringComparison.Ordinal) == entry.Name.LastIndexOf('/'))
            .Select(entry => entry.Name[..^Pickle.Length])
            .ToList();
        return folders.Count switch
        {
            1 => folders[0],
            0 when archive.Entries.Any(entry => entry.Name == "dataset.json" || entry.Name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)) =>
                throw new ModelFormatException($"{source}: this is a data set of pictures, not a network."),
            0 => throw new ModelFormatException($"{source}: this is a zip archive, not a checkpoint: unpack it first."),
            _ => throw new ModelFormatException($"{source}: the archive holds '{folders[0]}{Pickle}' and '{folders[1]}{Pickle}', expected one object."),
        };
    }

    // Older versions don't write the record, and ran on little-endian machines.
    private static bool IsBigEndian(ZipDirectory archive, string folder, string source)
    {
        var name = $"{folder}byteorder";
        if (archive.Find(name) is null)
            return false;
        var order = Content(archive, name, source).Head(16);
        return order.SequenceEqual("big"u8)
            || (order.SequenceEqual("little"u8) ? false : throw new ModelFormatException($"{source}: the entry '{name}' is unknown, expected 'little' or 'big'."));
    }
}
