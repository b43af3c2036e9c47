using StyleGanIlgpu.Cli.Parsing;
using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu.Cli.Commands;

/// <summary>What generate was asked for, each value valid by itself; whether it suits the network is seen when that is open.</summary>
internal sealed record GenerateRequest
{
    /// <summary>The checkpoint; null for the default model.</summary>
    public required string? Network { get; init; }

    /// <summary>Null where <see cref="ProjectedW"/> is given.</summary>
    public required SeedList? Seeds { get; init; }

    /// <summary>A file of ws, in place of seeds.</summary>
    public required string? ProjectedW { get; init; }

    /// <summary>A file of centres to truncate towards; null for the average.</summary>
    public string? CentroidsPath { get; init; }

    public required string OutDir { get; init; }

    public required PictureFormat Format { get; init; }

    public required GridSize? Grid { get; init; }

    public required GeneratorOptions Engine { get; init; }

    public required MappingOptions Mapping { get; init; }

    public required SynthesisOptions Synthesis { get; init; }
}

/// <summary>What a picture is written as.</summary>
internal enum PictureFormat
{
    /// <summary>Bytes.</summary>
    Png,

    /// <summary>float32 [channels, height, width], before any clamping.</summary>
    Npy,
}
