using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Reference;

/// <summary>Doubles [N, C, H, W] in that order; rows of numbers have H = W = 1.</summary>
internal sealed class Nchw
{
    public Nchw(int batch, int channels, int height = 1, int width = 1)
        : this(batch, channels, height, width, new double[checked(batch * channels * height * width)])
    {
    }

    public Nchw(int batch, int channels, int height, int width, double[] values)
    {
        if (values.Length != (long)batch * channels * height * width)
            throw new ArgumentException($"[{batch}, {channels}, {height}, {width}] does not hold {values.Length} values.", nameof(values));
        (Batch, Channels, Height, Width, Values) = (batch, channels, height, width, values);
    }

    public int Batch { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public double[] Values { get; }

    public ref double this[int n, int c, int y = 0, int x = 0] => ref Values[(((n * Channels) + c) * Height + y) * Width + x];

    public Span<double> Row(int n, int c, int y) => Values.AsSpan((((n * Channels) + c) * Height + y) * Width, Width);

    /// <summary>Weights as an engine is given them: up to four axes, the missing ones at the end.</summary>
    public static Nchw Of(Parameter parameter) => Of(parameter.Shape, Array.ConvertAll(parameter.Values.ToArray(), value => (double)value));

    public static Nchw Of(int[] shape, double[] values) => new(Extent(shape, 0), Extent(shape, 1), Extent(shape, 2), Extent(shape, 3), values);

    /// <summary>Runs over all [n, c] on all cores; planes must not depend on one another.</summary>
    public void ForEachPlane(Action<int, int> plane)
    {
        if (Batch * Channels == 1)
            plane(0, 0);
        else
            Parallel.For(0, Batch * Channels, i => plane(i / Channels, i % Channels));
    }

    /// <summary>What a function makes of each plane alone, put together: of what is large in between, only a few planes exist at a time.</summary>
    public Nchw PlaneByPlane(Func<Nchw, Nchw> function)
    {
        var planes = new Nchw[Batch * Channels];
        ForEachPlane((n, c) => planes[(n * Channels) + c] = function(Plane(n, c)));
        var result = new Nchw(Batch, Channels, planes[0].Height, planes[0].Width);
        for (var i = 0; i < planes.Length; i++)
            planes[i].Values.CopyTo(result.Values, i * planes[i].Values.Length);
        return result;
    }

    /// <summary>A new tensor with every value put through a function of its channel.</summary>
    public Nchw Map(Func<double, int, double> function)
    {
        var result = new Nchw(Batch, Channels, Height, Width);
        ForEachPlane((n, c) =>
        {
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                    result[n, c, y, x] = function(this[n, c, y, x], c);
            }
        });
        return result;
    }

    /// <summary>Every channel of every sample times its own factor, found in a row from an offset on.</summary>
    public Nchw ScaledByRows(Nchw factors, int offset)
    {
        var result = new Nchw(Batch, Channels, Height, Width);
        ForEachPlane((n, c) =>
        {
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                    result[n, c, y, x] = this[n, c, y, x] * factors[n, offset + c];
            }
        });
        return result;
    }

    /// <summary>Zeros around, or samples cropped where a margin is negative.</summary>
    public Nchw Padded(Padding padding)
    {
        var result = new Nchw(Batch, Channels, Height + padding.Top + padding.Bottom, Width + padding.Left + padding.Right);
        result.ForEachPlane((n, c) =>
        {
            for (var y = 0; y < result.Height; y++)
            {
                for (var x = 0; x < result.Width; x++)
                {
                    var (sourceY, sourceX) = (y - padding.Top, x - padding.Left);
                    if (sourceY >= 0 && sourceY < Height && sourceX >= 0 && sourceX < Width)
                        result[n, c, y, x] = this[n, c, sourceY, sourceX];
                }
            }
        });
        return result;
    }

    /// <summary>Every sample followed by up - 1 zeros, the last one too.</summary>
    public Nchw ZeroStuffed(int upX, int upY)
    {
        var result = new Nchw(Batch, Channels, Height * upY, Width * upX);
        ForEachPlane((n, c) =>
        {
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                    result[n, c, y * upY, x * upX] = this[n, c, y, x];
            }
        });
        return result;
    }

    /// <summary>A kernel turned by 180 degrees: correlating with it is convolving with the original.</summary>
    public Nchw Flipped()
    {
        var result = new Nchw(Batch, Channels, Height, Width);
        ForEachPlane((n, c) =>
        {
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                    result[n, c, y, x] = this[n, c, Height - 1 - y, Width - 1 - x];
            }
        });
        return result;
    }

    private Nchw Plane(int n, int c)
    {
        var plane = new Nchw(1, 1, Height, Width);
        Values.AsSpan(((n * Channels) + c) * Height * Width, Height * Width).CopyTo(plane.Values);
        return plane;
    }

    private static int Extent(int[] shape, int axis) => axis < shape.Length ? shape[axis] : 1;
}
