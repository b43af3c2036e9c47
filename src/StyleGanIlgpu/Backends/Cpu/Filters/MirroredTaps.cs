namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// Filters of 12 taps, or 12 x 12, that are their own mirror image: what StyleGAN3 designs. Folded, they have 6, or 6 x 6.
/// </summary>
internal static class MirroredTaps
{
    public const int Length = 12;
    public const int Folded = 6;

    /// <summary>The down-sampling factor that these filters are used with.</summary>
    public const int Step = 2;

    /// <summary>Mirrored taps may differ by the rounding of their float32 form, relative to the largest.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>The order in which a row of folded taps is stored: that in which the kernel meets them.</summary>
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
        var folded = GC.AllocateArray<float>((rows + 1) / 2 * Folded, pinned: true);
        var tolerance = Tolerance * taps.Max(Math.Abs);
        for (var i = 0; i < folded.Length; i++)
        {
            var (y, x) = (i / Folded, Order[i % Folded]);
            var tap = taps[y * Length + x];
            double[] images = [taps[y * Length + Length - 1 - x], taps[(rows - 1 - y) * Length + x], taps[(rows - y) * Length - 1 - x]];
            if (images.Any(image => Math.Abs(image - tap) > tolerance))
                return null;
            folded[i] = (float)((tap + images.Sum()) / 4);
        }
        return folded;
    }
}
