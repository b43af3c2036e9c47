using System.Numerics;

namespace StyleGanIlgpu.Reference;

/// <summary>The two loops that the reference spends its time in, and the only ones with vectors.</summary>
internal static class RowLoops
{
    /// <summary>y += a * x. Every element's sum keeps its order.</summary>
    public static void AddScaled(Span<double> y, double a, ReadOnlySpan<double> x)
    {
        var i = 0;
        for (var factor = new Vector<double>(a); i <= y.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(y[i..]) + (factor * new Vector<double>(x[i..]))).CopyTo(y[i..]);
        for (; i < y.Length; i++)
            y[i] += a * x[i];
    }

    /// <summary>The sum over i of a[i] * b[i].</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var i = 0;
        var lanes = Vector<double>.Zero;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
            lanes += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        var sum = Vector.Sum(lanes);
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
