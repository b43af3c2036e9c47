using System.Text.Json.Serialization;

namespace StyleGanIlgpu.Models;

/// <summary>
/// What a network is, beyond its tensors: the numbers that the official constructors take and the attributes that official pickles store.
/// Every importer ends in one of these; safetensors keeps it as JSON in its metadata.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "family")]
[JsonDerivedType(typeof(StyleGan1Config), "stylegan1")]
[JsonDerivedType(typeof(StyleGan2Config), "stylegan2")]
[JsonDerivedType(typeof(StyleGan3Config), "stylegan3")]
internal abstract record NetworkConfig
{
    /// <summary>Width of z.</summary>
    public required int ZDim { get; init; }

    /// <summary>Number of classes; 0 for an unconditional network.</summary>
    public int CDim { get; init; }

    /// <summary>Width of w.</summary>
    public required int WDim { get; init; }

    /// <summary>Height of the square picture that the network was made for.</summary>
    public required int ImgResolution { get; init; }

    public required int ImgChannels { get; init; }

    /// <summary>Layers mapping.fc0, fc1, ...</summary>
    public required int MappingLayers { get; init; }

    /// <summary>lr_multiplier of the mapping's layers; 0.01 in all official networks.</summary>
    public double MappingLrMultiplier { get; init; } = 0.01;

    /// <summary>Activation of the mapping's layers, by its official name.</summary>
    public string MappingActivation { get; init; } = "lrelu";

    /// <summary>Whether an activation's gain scales the weights before the bias is added, as in StyleGAN1, and not the activation's output.</summary>
    [JsonIgnore]
    public virtual bool HasGainInWeights => false;
}
