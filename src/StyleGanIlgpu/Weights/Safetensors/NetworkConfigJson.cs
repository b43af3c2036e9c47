using System.Text.Json;
using System.Text.Json.Serialization;
using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>
/// The configuration as one line of JSON with snake_case names. A member that isn't known means that a later version wrote the file and
/// that this one would make another picture: it is refused.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(NetworkConfig))]
internal sealed partial class NetworkConfigJson : JsonSerializerContext
{
    /// <summary>The metadata key.</summary>
    public const string Key = "stylegan.config";

    public static string Write(NetworkConfig config) => JsonSerializer.Serialize(config, Default.NetworkConfig);

    /// <exception cref="ModelFormatException">The text isn't a configuration, or one that can't be.</exception>
    public static NetworkConfig Read(string json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.NetworkConfig)
                ?? throw new ModelFormatException($"{source}: the metadata '{Key}' is null, expected a configuration.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new ModelFormatException($"{source}: the metadata '{Key}' isn't a configuration that this version knows: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
