using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Pickle;
using StyleGanIlgpu.Weights.Zip;

namespace StyleGanIlgpu.Weights.Torch.Containers;

/// <summary>A PyTorch file with its container off: the object that was saved, and the way to the numbers of its tensors.</summary>
/// <param name="Content">What was saved.</param>
/// <param name="Protocol">The pickle protocol that it was saved by.</param>
/// <param name="Tensors">Reads the tensors within.</param>
/// <param name="Format">For people.</param>
internal sealed record TorchFile(object? Content, int Protocol, TorchTensors Tensors, string Format)
{
    /// <summary>Opens a zip archive, a stream of before the archives, or a plain pickle, whichever the first bytes say.</summary>
    /// <exception cref="ModelFormatException">The container is damaged, hostile, or of another kind.</exception>
    public static TorchFile Open(ByteSource file, string source)
    {
        var head = file.All.Head(TorchStream.HeadBytes);
        if (ZipDirectory.StartsLikeOne(head))
            return TorchArchive.Open(file, source);
        if (TorchStream.StartsLikeOne(head))
        {
            var stream = TorchStream.Read(file.All, source);
            var storages = new TorchStreamStorages(stream.Storages, source);
            return new TorchFile(stream.Content, stream.Protocol, new TorchTensors(source, file.Length, storages), "PyTorch stream (before version 1.6)");
        }

        var machine = new PickleMachine(file.All, source);
        var content = machine.Run();
        var blobs = new TorchBlobStorages(source);
        return new TorchFile(content, machine.Protocol, new TorchTensors(source, file.Length, blobs), $"PyTorch pickle, protocol {machine.Protocol}");
    }
}
