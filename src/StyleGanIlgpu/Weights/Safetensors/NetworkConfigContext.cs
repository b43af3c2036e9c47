using System.Text.Json.Serialization;
using StyleGanIlgpu.Models;

namespace StyleGanIlgpu.Weights.Safetensors;

/// <summary>The generated reader and writer of configurations.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(NetworkConfig))]
internal sealed partial class NetworkConfigContext : JsonSerializerContext;
