namespace StyleGanIlgpu;

/// <summary>How ws become pictures.</summary>
public sealed record SynthesisOptions
{
    /// <summary>Where the noise of StyleGAN2's layers comes from.</summary>
    public NoiseMode NoiseMode { get; init; } = NoiseMode.Const;

    /// <summary>Key of <see cref="NoiseMode.Random"/>: equal seeds give equal noise, for every picture of a batch alike.</summary>
    public ulong NoiseSeed { get; init; }

    /// <summary>Moves and turns the picture (StyleGAN3 only); null leaves the checkpoint's own placement.</summary>
    public ImageTransform? Transform { get; init; }

    /// <summary>How values become bytes.</summary>
    public ByteRule ByteRule { get; init; } = ByteRule.StyleGan;
}
