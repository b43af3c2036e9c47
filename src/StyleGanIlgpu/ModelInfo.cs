namespace StyleGanIlgpu;

/// <summary>What a person or a program would want to know of a model before using it.</summary>
public sealed record ModelInfo
{
    /// <summary>"StyleGAN1", "StyleGAN2", "StyleGAN3-T", "StyleGAN3-R" or "StyleGAN-XL".</summary>
    public required string Family { get; init; }

    /// <summary>StyleGAN2: "skip", "resnet" or "orig"; null for others.</summary>
    public string? Architecture { get; init; }

    /// <summary>The container that it was read from: "PyTorch pickle, protocol 4", "PyTorch state dict, protocol 4", "safetensors".</summary>
    public required string Format { get; init; }

    /// <summary>What the file holds, this network among it, by the keys that a network of several is chosen by: "G_ema (Generator)", "D (Discriminator)".</summary>
    public IReadOnlyList<string> Contents { get; init; } = [];

    /// <summary>Width of the picture in pixels.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>Height of the picture in pixels.</summary>
    public required int ImageHeight { get; init; }

    /// <summary>3 for RGB, 1 for grey.</summary>
    public required int ImageChannels { get; init; }

    /// <summary>Numbers in a latent z.</summary>
    public required int ZDim { get; init; }

    /// <summary>Numbers in a row of ws.</summary>
    public required int WDim { get; init; }

    /// <summary>Rows of ws.</summary>
    public required int NumWs { get; init; }

    /// <summary>Number of classes; 0 for an unconditional model.</summary>
    public required int ClassCount { get; init; }

    /// <summary>True where a picture of a seed needs no class, since one is drawn from the seed (StyleGAN-XL).</summary>
    public bool DrawsClasses { get; init; }

    /// <summary>True where the picture can be moved and turned (StyleGAN3, StyleGAN-XL).</summary>
    public bool TakesTransform { get; init; }

    /// <summary>Truncation psi of pictures for which none is asked for: 1, which is none, but for StyleGAN1.</summary>
    public float DefaultTruncation { get; init; } = 1;

    /// <summary>The rows of ws that are truncated where no other number is asked for; null for all.</summary>
    public int? DefaultTruncationCutoff { get; init; }

    /// <summary>Layers of the mapping network.</summary>
    public required int MappingLayers { get; init; }

    /// <summary>Learned numbers: weights and biases.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Numbers stored but not learned by gradients: noise, filters, averages, frequencies.</summary>
    public required long BufferCount { get; init; }

    /// <summary>
    /// Multiply-adds of the convolutions of one picture as they are written: with no zero that up-sampling puts in, without filters, and whatever
    /// ways with fewer products an engine takes.
    /// </summary>
    public required long MultiplyAdds { get; init; }

    /// <summary>Clamp of the layers' outputs; null where there is none.</summary>
    public double? ConvClamp { get; init; }

    /// <summary>The synthesis layers in execution order.</summary>
    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>Notes found in the file: licence, description, training settings.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}

/// <summary>One synthesis layer.</summary>
/// <param name="Name">Its name in the checkpoint, such as "b8.conv0" or "L0_36_512".</param>
/// <param name="WsRow">The row of ws that styles it; null for layers without style.</param>
/// <param name="InChannels">Channels that it reads.</param>
/// <param name="OutChannels">Channels that it writes.</param>
/// <param name="Width">Width of its output in samples.</param>
/// <param name="Height">Height of its output in samples.</param>
/// <param name="Kernel">Side of its convolution kernel.</param>
/// <param name="Note">What else is special: "up 2", "torgb", "up 4, down 2, radial".</param>
public sealed record LayerInfo(string Name, int? WsRow, int InChannels, int OutChannels, int Width, int Height, int Kernel, string Note);
