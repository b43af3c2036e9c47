namespace StyleGanIlgpu.Kernels;

/// <summary>What a tile makes of a group.</summary>
internal static class TensorGroup<TTile>
    where TTile : struct, ITensorTile
{
    public static int Threads => TTile.PixelWarps * TTile.ChannelWarps * 32;

    public static int Pixels => TTile.PixelWarps * TTile.RowTiles * 16;

    public static int Channels => TTile.ChannelWarps * 32;

    /// <summary>Floats of a pixel where the sums are laid down: 8 banks further than whole rows of banks, so that pairs are stored without a conflict.</summary>
    public static int SumPitch => Channels + 8;
}
