using System.Text.Json.Serialization;

namespace StyleGanIlgpu.Models;

/// <summary>StyleGAN2 (arXiv 1912.04958, 2006.06676). Channel counts and the size of the constant are those of the tensors.</summary>
internal sealed record StyleGan2Config : NetworkConfig
{
    /// <summary>skip, resnet or orig.</summary>
    public string Architecture { get; init; } = "skip";

    /// <summary>Clamp of the layers' outputs as stored; null in networks trained without one, which must not be clamped.</summary>
    public double? ConvClamp { get; init; }

    /// <summary>How many of the highest resolutions the official GPU code computes in fp16.</summary>
    public int NumFp16Res { get; init; }

    /// <summary>The lowest resolution of those; beyond all where there are none.</summary>
    [JsonIgnore]
    public long Fp16Resolution => Math.Max((2L * ImgResolution) >> NumFp16Res, 8);

    /// <summary>Activation of the synthesis layers, by its official name.</summary>
    public string Activation { get; init; } = "lrelu";

    /// <summary>False where the network was made without noise inputs.</summary>
    public bool UseNoise { get; init; } = true;

    /// <summary>
    /// Whether weights are scaled by 1 / sqrt(fan_in) before they are demodulated, as in the rosinality program. Demodulation cancels that, but for
    /// its epsilon, which then counts fan_in times as much: some 1e-8 of the picture. Left out of files where it is false.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ScalesWeights { get; init; }
}
