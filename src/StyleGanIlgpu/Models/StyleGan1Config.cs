using System.Text.Json.Serialization;

namespace StyleGanIlgpu.Models;

/// <summary>StyleGAN (arXiv 1812.04948). Channel counts and the size of the constant are those of the tensors.</summary>
internal sealed record StyleGan1Config : NetworkConfig
{
    /// <summary>Activation of the synthesis layers, by its official name; its gain stands in the weights' scale.</summary>
    public string Activation { get; init; } = "lrelu";

    /// <summary>False where the network was made without noise inputs.</summary>
    public bool UseNoise { get; init; } = true;

    /// <summary>
    /// How far the progressive growing still had to go when the network was stored: 0 for a finished one, 1.25 for one whose pictures have half
    /// the size, with a quarter of those at half that size mixed in.
    /// </summary>
    public double Lod { get; init; }

    /// <summary>Truncation psi of the rows below the cutoff, where nobody asks for another.</summary>
    public double TruncationPsi { get; init; } = 0.7;

    /// <summary>How many rows are truncated, where nobody asks for another count; 0 for none.</summary>
    public int TruncationCutoff { get; init; } = 8;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasGainInWeights => true;
}
