using StyleGanIlgpu.Backends.Cpu.Convolutions;

namespace StyleGanIlgpu.Backends.Cpu.Winograd;

/// <summary>
/// One axis of an up-sampling convolution, in tiles of six sums that are counted from the first sum on. A tile owns the six outputs whose last
/// sum lies in it; their first sums lie up to three back, in the tile before. So neighbouring parts of an axis have one tile in common, and
/// every sum is made in the same way wherever the axis is cut.
/// </summary>
internal sealed class RaisedAxis(ConvolutionAxis axis)
{
    /// <summary>Taps of the filter: an output takes its own sum and three before.</summary>
    public const int FilterTaps = 4;

    private static readonly int Sums = WinogradForm.Raised.Outputs;

    private readonly int output = axis.Output;

    // Of output v: the number of its last sum.
    private readonly int last = axis.FilterStart + FilterTaps - 1;

    /// <summary>Tiles that own outputs.</summary>
    public int Tiles => Owner(output - 1) + 1 - Owner(0);

    /// <summary>The tiles that a part owns.</summary>
    public Extent Part(int parts, int index)
    {
        var first = Owner(0);
        return new Extent(first + (int)((long)Tiles * index / parts), first + (int)((long)Tiles * (index + 1) / parts));
    }

    /// <summary>The tiles that must be made for a part, with the one before it where there are sums.</summary>
    public static Extent Made(Extent owned) => owned with { Begin = owned.Begin > 0 ? owned.Begin - 1 : owned.Begin };

    /// <summary>Outputs that tiles own.</summary>
    public Extent Outputs(Extent owned) => new(Math.Clamp(First(owned.Begin), 0, output), Math.Clamp(First(owned.End), 0, output));

    /// <summary>The first output of a tile, which may lie before the map.</summary>
    public int First(int tile) => tile * Sums - last;

    private int Owner(int v) => (int)Math.Floor((v + last) / (double)Sums);
}
