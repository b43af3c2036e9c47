using System.Text.Json.Serialization;

namespace StyleGanIlgpu.Models;

/// <summary>StyleGAN3 (arXiv 2106.12423), T and R: the layer table as the checkpoint holds it.</summary>
internal sealed record StyleGan3Config : NetworkConfig
{
    public double OutputScale { get; init; } = 0.25;

    public required StyleGan3InputConfig Input { get; init; }

    /// <summary>In execution order, the last one is torgb. Names may skip numbers.</summary>
    public required IReadOnlyList<StyleGan3LayerConfig> Layers { get; init; }
}

/// <summary>synthesis.input: Size is [width, height].</summary>
internal sealed record StyleGan3InputConfig
{
    public required int Channels { get; init; }

    public required int[] Size { get; init; }

    public required double SamplingRate { get; init; }

    public required double Bandwidth { get; init; }
}

/// <summary>One synthesis layer; sizes are [width, height], padding is [left, right, top, bottom] of the filtered leaky ReLU.</summary>
internal sealed record StyleGan3LayerConfig
{
    /// <summary>"L0_36_512": index, size and channels of the output.</summary>
    public required string Name { get; init; }

    public required bool IsTorgb { get; init; }

    public bool IsCriticallySampled { get; init; }

    public bool UseFp16 { get; init; }

    public required int InChannels { get; init; }

    public required int OutChannels { get; init; }

    public required int[] InSize { get; init; }

    public required int[] OutSize { get; init; }

    public double InSamplingRate { get; init; }

    public double OutSamplingRate { get; init; }

    public double InCutoff { get; init; }

    public double OutCutoff { get; init; }

    public double InHalfWidth { get; init; }

    public double OutHalfWidth { get; init; }

    public required int ConvKernel { get; init; }

    /// <summary>Null where the checkpoint clamps nothing.</summary>
    public double? ConvClamp { get; init; }

    public required int UpFactor { get; init; }

    public required int DownFactor { get; init; }

    public required int[] Padding { get; init; }

    /// <summary>True where the down-filter is two-dimensional and radially symmetric.</summary>
    public bool DownRadial { get; init; }

    /// <summary>Width of the output.</summary>
    [JsonIgnore]
    public int OutWidth => OutSize[0];
}
