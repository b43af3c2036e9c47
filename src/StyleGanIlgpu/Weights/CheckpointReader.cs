namespace StyleGanIlgpu.Weights;

/// <summary>Tells a file's format by its first bytes and hands it to that format's reader.</summary>
internal static class CheckpointReader
{
    public static Checkpoint Open(string path, string? networkKey) => throw new NotSupportedException($"{path} {networkKey}");

    public static Checkpoint Open(Stream stream, string name, string? networkKey) => throw new NotSupportedException($"{stream} {name} {networkKey}");

    /// <summary>The model that the library carries.</summary>
    public static Checkpoint OpenDefault() => throw new NotSupportedException();
}
