namespace StyleGanIlgpu.Weights;

/// <summary>Writes a checkpoint as safetensors.</summary>
internal static class SafetensorsWriter
{
    public static void Write(Checkpoint checkpoint, string path, IReadOnlyDictionary<string, string>? metadata) =>
        throw new NotSupportedException($"{checkpoint} {path} {metadata}");
}
