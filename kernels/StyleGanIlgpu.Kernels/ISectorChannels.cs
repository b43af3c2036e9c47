namespace StyleGanIlgpu.Kernels;

/// <summary>How many channels of one pixel lie side by side in what memory moves at once.</summary>
internal interface ISectorChannels
{
    /// <summary>Channels in 32 bytes.</summary>
    static abstract int SectorChannels { get; }
}
