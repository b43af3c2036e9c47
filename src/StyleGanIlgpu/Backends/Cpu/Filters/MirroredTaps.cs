namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// Down-filters of 12 taps, or 12 x 12, that are their own mirror image, as all are that StyleGAN3 designs. Folded, for kernels that add
/// samples before they multiply, they have 6 taps, or 6 x 6.
/// </summary>
/// <remarks>
/// Up-filters of 2 phases fold too (one phase is the other in reverse), but that was measured to gain nothing: the additions
/// compete with the comparisons of the leaky ReLU.
/// </remarks>
internal static class MirroredTaps
{
    /// <summary>Taps along each axis.</summary>
    public const int Length = 12;

    /// <summary>Taps along each axis when folded.</summary>
    public const int Folded = 6;

    /// <summary>The down-sampling factor that these filters are used with.</summary>
    public const int Step = 2;

    /// <summary>Mirrored taps may differ by the rounding of their float32 form, relative to the largest.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>The order in which a folded row is stored: that in which the kernel meets the taps.</summary>
    public static ReadOnlySpan<int> Order => [0, 2, 4, 1, 3, 5];

    /// <summary>The folded taps of a row [6] of a separable filter, or of a plane [6, 6], or null where it isn't of this kind.</summary>
    public static float[]? TryFold(FilterTaps filter)
    {
        if (filter.Width != Length)
            return null;
        if (filter.IsSeparable)
            return Fold(filter.Row, 1);
        return filter.Height == Length ? Fold(filter.Plane, Length) : null;
    }

    private static float[]? Fold(double[] taps, int rows)
    {
        if (!IsMirrored(taps, rows))
            return null;
        var folded = GC.AllocateArray<float>((rows + 1) / 2 * Folded, pinned: true);
        for (var i = 0; i < folded.Length; i++)
            folded[i] = (float)taps[i / Folded * Length + Order[i % Folded]];
        return folded;
    }

    /// <summary>Whether a filter of so many rows is the same from the left as from the right, and from above as from below.</summary>
    private static bool IsMirrored(double[] taps, int rows)
    {
        var (columns, tolerance) = (taps.Length / rows, Tolerance * taps.Max(Math.Abs));
        for (var i = 0; i < taps.Length; i++)
        {
            var (y, x) = (i / columns, i % columns);
            if (Math.Abs(taps[y * columns + columns - 1 - x] - taps[i]) > tolerance || Math.Abs(taps[(rows - 1 - y) * columns + x] - taps[i]) > tolerance)
                return false;
        }
        return true;
    }
}
