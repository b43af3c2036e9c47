namespace StyleGanIlgpu.RandomNetworks;

/// <summary>What a StyleGAN2 network is made from, with the official defaults.</summary>
internal sealed record StyleGan2Shape
{
    public required int ImgResolution { get; init; }

    public int ImgChannels { get; init; } = 3;

    public int ZDim { get; init; } = 512;

    public int CDim { get; init; }

    public int WDim { get; init; } = 512;

    public int MappingLayers { get; init; } = 8;

    /// <summary>Channels at a resolution are this over the resolution, up to <see cref="ChannelMax"/>.</summary>
    public int ChannelBase { get; init; } = 32768;

    public int ChannelMax { get; init; } = 512;

    /// <summary>skip, resnet or orig.</summary>
    public string Architecture { get; init; } = "skip";

    /// <summary>Height and width of the constant; 4 x 4 in official networks.</summary>
    public (int Height, int Width) Constant { get; init; } = (4, 4);

    public double? ConvClamp { get; init; } = 256;

    public int NumFp16Res { get; init; } = 4;

    public bool UseNoise { get; init; } = true;

    public string Activation { get; init; } = "lrelu";

    public int Channels(int resolution) => Math.Max(1, Math.Min(ChannelBase / resolution, ChannelMax));
}
