namespace StyleGanIlgpu;

/// <summary>How latents z become ws.</summary>
public sealed record MappingOptions
{
    /// <summary>Truncation psi: ws = w_avg + psi (w - w_avg). 1 leaves w as it is; it may be negative or above 1.</summary>
    public float Truncation { get; init; } = 1;

    /// <summary>Truncate only the first so many rows of ws, none where it is 0 or less; null for all of them.</summary>
    public int? TruncationCutoff { get; init; }

    /// <summary>The class, 0 to <see cref="ModelInfo.ClassCount"/> - 1; conditional networks need one, others take none.</summary>
    public int? Class { get; init; }
}
