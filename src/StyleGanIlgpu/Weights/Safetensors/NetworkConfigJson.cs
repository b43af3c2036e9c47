using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>
/// The configuration as one line of JSON with snake_case names. Every member must be there, since a generated reader would put zeros for
/// the missing ones, not the defaults; but for those that were added later, whose zero is what files of before mean. A member that isn't known means that a later version wrote the file, and that this one would make
/// another picture: it is refused.
/// </summary>
internal static class NetworkConfigJson
{
    /// <summary>The metadata key.</summary>
    public const string Key = "stylegan.config";

    private static readonly string[] AddedLater = ["scales_weights"];

    private static readonly JsonTypeInfo<NetworkConfig> Strict = MakeStrict();

    public static string Write(NetworkConfig config) => JsonSerializer.Serialize(config, NetworkConfigContext.Default.NetworkConfig);

    /// <exception cref="ModelFormatException">The text isn't a configuration, or lacks a part of one.</exception>
    public static NetworkConfig Read(string json, string source)
    {
        try
        {
            var config = JsonSerializer.Deserialize(json, Strict)
                ?? throw new ModelFormatException($"{source}: the metadata '{Key}' is null, expected a configuration.");
            return config is StyleGan3Config { Layers: var layers } && layers.Contains(null!)
                ? throw new JsonException("a layer is null.")
                : config;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new ModelFormatException($"{source}: the metadata '{Key}' isn't a configuration that this version knows: {e.Message}", e);
        }
    }

    private static JsonTypeInfo<NetworkConfig> MakeStrict()
    {
        var options = new JsonSerializerOptions(NetworkConfigContext.Default.Options)
        {
            TypeInfoResolver = NetworkConfigContext.Default.WithAddedModifier(static type =>
            {
                foreach (var property in type.Properties)
                    property.IsRequired = property.Set is not null && !AddedLater.Contains(property.Name);
            }),
        };
        return (JsonTypeInfo<NetworkConfig>)options.GetTypeInfo(typeof(NetworkConfig));
    }
}
