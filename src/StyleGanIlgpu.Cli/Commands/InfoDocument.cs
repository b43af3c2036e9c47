using System.Text.Json.Serialization;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>What info tells programs.</summary>
/// <param name="File">The checkpoint as it was named; null for the default model.</param>
/// <param name="FileBytes">Its size in bytes.</param>
/// <param name="Model">What is in it.</param>
internal sealed record InfoDocument(string? File, long? FileBytes, ModelInfo Model);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InfoDocument))]
internal sealed partial class InfoJson : JsonSerializerContext;
