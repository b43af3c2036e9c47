namespace StyleGanIlgpu.RandomNetworks;

/// <summary>What a StyleGAN1 network is made from, with the official defaults.</summary>
internal sealed record StyleGan1Shape
{
    public required int ImgResolution { get; init; }

    public int ImgChannels { get; init; } = 3;

    public int ZDim { get; init; } = 512;

    public int CDim { get; init; }

    public int WDim { get; init; } = 512;

    public int MappingLayers { get; init; } = 8;

    /// <summary>Channels at a resolution are twice this over the resolution, up to <see cref="ChannelMax"/>.</summary>
    public int ChannelBase { get; init; } = 8192;

    public int ChannelMax { get; init; } = 512;

    /// <summary>Height and width of the constant; 4 x 4 in official networks.</summary>
    public (int Height, int Width) Constant { get; init; } = (4, 4);

    public bool UseNoise { get; init; } = true;

    /// <summary>How far the network still had to grow.</summary>
    public double Lod { get; init; }

    public int Channels(int resolution) => Math.Max(1, Math.Min(2 * ChannelBase / resolution, ChannelMax));
}
