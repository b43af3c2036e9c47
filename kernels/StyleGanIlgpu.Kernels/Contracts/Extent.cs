namespace StyleGanIlgpu.Kernels;

/// <summary>The size of a grid in groups, or of a group in threads.</summary>
/// <param name="X">Along x, at least 1.</param>
/// <param name="Y">Along y, at least 1, in a grid at most 65535.</param>
/// <param name="Z">Along z, at least 1, in a grid at most 65535.</param>
readonly partial record struct Extent(int X, int Y = 1, int Z = 1)
{
    /// <summary>Groups of so many that cover a length.</summary>
    public static int Cover(int length, int tile) => (length + tile - 1) / tile;
}
