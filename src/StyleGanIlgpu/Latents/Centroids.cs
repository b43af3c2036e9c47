using System.Numerics;
using System.Runtime.InteropServices;
using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Latents;

/// <summary>
/// Centres of clusters of w, for multi-modal truncation: a w is drawn towards the centre that is nearest, so that pictures of a diverse model
/// become typical of something, not all alike. Immutable, and safe to use from several threads.
/// </summary>
public sealed class Centroids
{
    private readonly float[] values;

    /// <summary>Takes centres from memory.</summary>
    /// <param name="values">[K, w_dim], K at least 1; copied.</param>
    /// <param name="wDim">Numbers in a centre, <see cref="ModelInfo.WDim"/>.</param>
    /// <exception cref="ArgumentException">The length isn't a multiple of w_dim above 0, or a number isn't finite.</exception>
    public Centroids(ReadOnlySpan<float> values, int wDim)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wDim, 1);
        if (values.IsEmpty || values.Length % wDim != 0)
            throw new ArgumentException($"{values.Length} numbers are no centres of {wDim}.", nameof(values));
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException("A centre holds a number that isn't finite.", nameof(values));
        }
        this.values = values.ToArray();
        WDim = wDim;
    }

    /// <summary>Numbers in a centre.</summary>
    public int WDim { get; }

    /// <summary>How many centres there are.</summary>
    public int Count => values.Length / WDim;

    /// <summary>Reads centres from a NumPy .npy file, or from an .npz file that holds nothing else.</summary>
    /// <param name="path">The file; its array is [K, w_dim], of floats of any width.</param>
    /// <param name="wDim">Numbers in a centre, <see cref="ModelInfo.WDim"/>.</param>
    /// <exception cref="ModelFormatException">The file isn't of these kinds, is damaged, or holds an array of another shape.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Centroids Read(string path, int wDim)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var values = NumPyFile.Read(path, null, $"centres [K, {wDim}]", (header, what) =>
        {
            if (header.Shape is not [> 0, var width] || width != wDim)
                throw new ModelFormatException($"{what} has shape [{string.Join(", ", header.Shape)}], expected centres [K, {wDim}].");
        });
        return Array.TrueForAll(values, float.IsFinite)
            ? new Centroids(values, wDim)
            : throw new ModelFormatException($"{path}: holds numbers that aren't finite, expected centres [K, {wDim}].");
    }

    /// <summary>The centre that is nearest to a w.</summary>
    /// <param name="w">[w_dim].</param>
    /// <returns>[w_dim], a view.</returns>
    public ReadOnlySpan<float> Nearest(ReadOnlySpan<float> w)
    {
        if (w.Length != WDim)
            throw new ArgumentException($"w has {w.Length} numbers, the centres have {WDim}.", nameof(w));
        var (best, least) = (0, double.PositiveInfinity);
        for (var k = 0; k < Count; k++)
        {
            var distance = SquaredDistance(w, values.AsSpan(k * WDim, WDim));
            if (distance < least)
                (best, least) = (k, distance);
        }
        return values.AsSpan(best * WDim, WDim);
    }

    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var vectorsA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vectorsB = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (var i = 0; i < vectorsA.Length; i++)
        {
            var difference = vectorsA[i] - vectorsB[i];
            sum += difference * difference;
        }
        double total = Vector.Sum(sum);
        for (var i = vectorsA.Length * Vector<float>.Count; i < a.Length; i++)
            total += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return total;
    }
}
