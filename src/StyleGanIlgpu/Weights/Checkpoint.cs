using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Weights;

/// <summary>
/// A generator as read from a file of any format, in one canonical form: what it is, its tensors by the names of the official state dict
/// ("mapping.fc0.weight", "synthesis.b8.conv0.affine.bias", "synthesis.L0_36_512.weight"), and notes of where it comes from.
/// </summary>
internal sealed class Checkpoint(
    string source,
    string format,
    NetworkConfig config,
    ParameterTable parameters,
    IReadOnlyDictionary<string, string> metadata,
    IDisposable? owner = null) : IDisposable
{
    /// <summary>The file's name as the user gave it, for messages.</summary>
    public string Source { get; } = source;

    /// <summary>For people: "PyTorch pickle, protocol 4", "safetensors".</summary>
    public string Format { get; } = format;

    public NetworkConfig Config { get; } = config;

    public ParameterTable Parameters { get; } = parameters;

    /// <summary>Free notes: licence, description, training settings found in the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata;

    /// <summary>What the file holds, the network among it: "G_ema (Generator)"; empty for a file that is the network alone.</summary>
    public IReadOnlyList<string> Contents { get; init; } = [];

    /// <summary>Releases the file mapping beneath the parameters, which must not be used afterwards.</summary>
    public void Dispose() => owner?.Dispose();
}
