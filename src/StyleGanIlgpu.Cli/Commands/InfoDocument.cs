using System.Text.Json.Serialization;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>What info tells programs.</summary>
/// <param name="File">The checkpoint as it was named; null for the default model.</param>
/// <param name="FileBytes">Its size in bytes.</param>
/// <param name="Model">What is in it.</param>
/// <param name="Gpu">What pictures take of a GPU; null where it wasn't asked for.</param>
internal sealed record InfoDocument(string? File, long? FileBytes, ModelInfo Model, GpuFacts? Gpu);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(InfoDocument))]
internal sealed partial class InfoJson : JsonSerializerContext;
