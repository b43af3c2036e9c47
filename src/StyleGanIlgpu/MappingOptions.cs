using StyleGanIlgpu.Latents;

namespace StyleGanIlgpu;

/// <summary>How latents z become ws.</summary>
public sealed record MappingOptions
{
    /// <summary>
    /// Truncation psi: ws = w_avg + psi (w - w_avg). 1 leaves w as it is; it may be negative or above 1. Null for what the model is meant to be
    /// used with: <see cref="ModelInfo.DefaultTruncation"/>.
    /// </summary>
    public float? Truncation { get; init; }

    /// <summary>
    /// Truncate only the first so many rows of ws, none where it is 0 or less, all where it is as many as there are or more. Null for what the
    /// model is meant to be used with, <see cref="ModelInfo.DefaultTruncationCutoff"/>: all but for StyleGAN1.
    /// </summary>
    public int? TruncationCutoff { get; init; }

    /// <summary>
    /// The class, 0 to <see cref="ModelInfo.ClassCount"/> - 1; conditional networks need one, others take none. StyleGAN-XL's pictures of seeds
    /// don't need one: without it the class is drawn from the seed, as its own script does.
    /// </summary>
    public int? Class { get; init; }

    /// <summary>
    /// Centres to truncate towards in place of the average: each w towards the one that is nearest (multi-modal truncation, arXiv 2202.14020,
    /// section 3). Null for the average.
    /// </summary>
    public Centroids? Centroids { get; init; }
}
