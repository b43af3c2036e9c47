namespace StyleGanIlgpu.Tests.Ops;

/// <summary>The extents at which loops go wrong: small ones, and those around vector widths and tiles.</summary>
internal static class Sizes
{
    private static readonly int[] Extents = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33];
    private static readonly int[] ChannelCounts = [1, 3, 15, 16, 17, 33];

    /// <summary>
    /// Every extent once as a height and once as a width, from the smallest allowed on, never the same twice; channels and batches take turns.
    /// The turn shifts what goes with what from one form of an op to the next.
    /// </summary>
    public static IEnumerable<Size> All(int turn, int smallest = 1)
    {
        for (var i = 0; i < Extents.Length; i++)
        {
            yield return new Size(
                Batch: 1 + ((i + turn) % 3),
                Channels: ChannelCounts[((i * 5) + turn) % ChannelCounts.Length],
                Height: Extents[i] + smallest - 1,
                Width: Extents[((i * 3) + (turn * 5) + 2) % Extents.Length] + smallest - 1);
        }
    }

    /// <summary>As many channels out as there are channels in, but another count.</summary>
    public static int OtherChannels(int channels, int turn) => ChannelCounts[(Array.IndexOf(ChannelCounts, channels) + turn + 1) % ChannelCounts.Length];
}

/// <summary>The input of a case.</summary>
internal readonly record struct Size(int Batch, int Channels, int Height, int Width)
{
    public override string ToString() => $"{Batch}x{Channels}x{Height}x{Width}";
}
