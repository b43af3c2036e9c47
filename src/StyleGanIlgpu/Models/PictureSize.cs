using System.Numerics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Models;

/// <summary>The sizes that pictures may have.</summary>
internal static class PictureSize
{
    /// <summary>Pixels a side.</summary>
    public const int Largest = 1 << 14;

    /// <summary>Checks a network that doubles its learned constant block by block, up to its resolution.</summary>
    /// <exception cref="ModelFormatException">The resolution is no power of two, or a constant of this size leads to too large a picture.</exception>
    public static void CheckDoubling(string source, int resolution, Parameter constant)
    {
        if (resolution < 4 || !BitOperations.IsPow2(resolution))
            throw new ModelFormatException($"{source}: img_resolution is {resolution}, expected a power of two of at least 4.");
        var (height, width) = (constant.Shape[1], constant.Shape[2]);
        if (Math.Max((long)height, width) * (resolution / 4) > Largest)
            throw new ModelFormatException($"{source}: tensor '{constant.Name}' of {width} x {height} makes pictures above {Largest} pixels a side at img_resolution {resolution}.");
    }
}
