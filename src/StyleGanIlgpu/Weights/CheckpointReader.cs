using StyleGanIlgpu.Weights.Binary;
using StyleGanIlgpu.Weights.Torch;

namespace StyleGanIlgpu.Weights;

/// <summary>Tells a file's format by its first bytes and hands it to that format's reader.</summary>
internal static class CheckpointReader
{
    public static Checkpoint Open(string path, string? networkKey)
    {
        using var source = ByteSource.Map(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete));
        return TorchCheckpointReader.Read(source, path, networkKey);
    }

    public static Checkpoint Open(Stream stream, string name, string? networkKey)
    {
        using var source = ByteSource.Read([], stream) ?? throw new ModelFormatException($"{name}: too long");
        return TorchCheckpointReader.Read(source, name, networkKey);
    }

    /// <summary>The model that the library carries.</summary>
    public static Checkpoint OpenDefault() => throw new NotSupportedException();
}
