using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Weights.Binary;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>
/// Reads safetensors (github.com/huggingface/safetensors, the format's page). float32 tensors stay in the file and are paged in when an
/// engine first touches them, so opening costs the header only; other types are converted.
/// </summary>
internal static class SafetensorsReader
{
    // Kept by this library, not notes of somebody.
    private static readonly string[] Reserved = ["format", NetworkConfigJson.Key];

    /// <param name="file">Lent to the checkpoint, which disposes it; to be disposed by the caller if this throws.</param>
    /// <param name="source">The file's name, for messages.</param>
    /// <exception cref="ModelFormatException">The file breaks a rule of the format, or its configuration is missing or makes no sense.</exception>
    public static Checkpoint Read(ByteSource file, string source)
    {
        var header = SafetensorsHeader.Read(file, source);
        var tensors = new Dictionary<string, Parameter>(header.Entries.Count, StringComparer.Ordinal);
        foreach (var entry in header.Entries.Values)
            tensors.Add(entry.Name, Tensor(file, entry));
        var config = header.Metadata.TryGetValue(NetworkConfigJson.Key, out var json)
            ? NetworkConfigJson.Read(json, source)
            : PlainConfig.Read(header.Metadata, tensors, source);
        var notes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in header.Metadata)
        {
            if (!Reserved.Contains(key))
                notes.Add(key, value);
        }

        return new Checkpoint(source, "safetensors", ConfigRules.Check(config, source), new ParameterTable(source, tensors), notes, file);
    }

    internal static unsafe Parameter Tensor(ByteSource file, SafetensorsEntry entry)
    {
        // The format allows headers of any length, so the data of a foreign file may lie askew.
        if (entry.Type == ElementType.Float32 && FloatView.Fits(file, entry.Offset))
            return new Parameter(entry.Name, entry.Shape, new FloatView(file, entry.Offset, entry.Count).Memory);
        var values = GC.AllocateUninitializedArray<float>(entry.Count);
        ElementTypes.ToFloat32(file.Address(entry.Offset, (long)entry.Count * entry.Type.Size()), entry.Type, 1, values);
        GC.KeepAlive(file);
        return new Parameter(entry.Name, entry.Shape, values);
    }
}
