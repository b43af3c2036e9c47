using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu.Filters;

/// <summary>
/// The taps of a filter in the order in which they meet the samples (correlation), gain included, in double precision.
/// Either separable, a row and a column whose outer product is the filter, or a plane [Height, Width].
/// </summary>
internal sealed class FilterTaps
{
    /// <summary>A plane this close to an outer product, relative to its largest tap, is one: stored taps are rounded to float32.</summary>
    private const double RankOneTolerance = 1.5e-7;

    private FilterTaps(double[]? row, double[]? column, double[]? plane, int width, int height)
    {
        Row = row;
        Column = column;
        Plane = plane;
        Width = width;
        Height = height;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Horizontal taps, where the filter is separable.</summary>
    public double[]? Row { get; }

    /// <summary>Vertical taps, where the filter is separable.</summary>
    public double[]? Column { get; }

    /// <summary>All taps, row by row, where the filter is not separable.</summary>
    public double[]? Plane { get; }

    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Row), nameof(Column))]
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(false, nameof(Plane))]
    public bool IsSeparable => Plane is null;

    /// <summary>Reads a filter as <see cref="Plans.Ops.UpFirDn"/> defines it.</summary>
    /// <param name="filter">[taps], [height, width], or null for the identity.</param>
    /// <param name="gain">Factor on the whole filter.</param>
    /// <param name="flip">True to correlate, false to convolve.</param>
    public static FilterTaps Read(Parameter? filter, double gain, bool flip)
    {
        if (filter is null)
            return new([gain], [1], null, 1, 1);

        var taps = new double[filter.Span.Length];
        for (var i = 0; i < taps.Length; i++)
            taps[i] = filter.Span[flip ? i : taps.Length - 1 - i];

        switch (filter.Shape.Length)
        {
            case 1:
                var scaled = Scale(taps, Math.Sqrt(gain));
                return new(scaled, scaled, null, taps.Length, taps.Length);
            case 2:
                var (height, width) = (filter.Shape[0], filter.Shape[1]);
                return TryFactor(taps, width, height) is var (row, column)
                    ? new(Scale(row, gain), column, null, width, height)
                    : new(null, null, Scale(taps, gain), width, height);
            default:
                throw new NotSupportedException($"{filter} is neither a one- nor a two-dimensional filter.");
        }
    }

    /// <summary>The same filter with another factor on it.</summary>
    public FilterTaps Times(double factor) => new(
        Row is null ? null : Scale(Row, factor),
        Column,
        Plane is null ? null : Scale(Plane, factor),
        Width,
        Height);

    /// <summary>Of a separable filter the horizontal part, the gain included.</summary>
    public FilterTaps AlongRows() => new(Row, [1], null, Width, 1);

    /// <summary>Of a separable filter the vertical part.</summary>
    public FilterTaps DownColumns() => new([1], Column, null, 1, Height);

    private static double[] Scale(double[] taps, double factor) => Array.ConvertAll(taps, tap => tap * factor);

    /// <summary>Row and column through the largest tap, if their outer product is the plane.</summary>
    private static (double[] Row, double[] Column)? TryFactor(double[] plane, int width, int height)
    {
        var largest = 0;
        for (var i = 1; i < plane.Length; i++)
        {
            if (Math.Abs(plane[i]) > Math.Abs(plane[largest]))
                largest = i;
        }
        var pivot = plane[largest];
        if (pivot == 0)
            return (new double[width], new double[height]);

        var row = plane.AsSpan(largest / width * width, width).ToArray();
        var column = new double[height];
        for (var y = 0; y < height; y++)
            column[y] = plane[y * width + largest % width] / pivot;

        for (var i = 0; i < plane.Length; i++)
        {
            if (Math.Abs(plane[i] - column[i / width] * row[i % width]) > RankOneTolerance * Math.Abs(pivot))
                return null;
        }
        return (row, column);
    }
}
