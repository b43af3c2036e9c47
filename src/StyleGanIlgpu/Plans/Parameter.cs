using StyleGanIlgpu.Numerics;

namespace StyleGanIlgpu.Plans;

/// <summary>
/// A weight or buffer of a network as the checkpoint holds it: canonical name, shape, float32 values in row-major order.
/// Immutable and shared. Engines key their prepared forms by the instance, so one parameter is prepared once for all plans.
/// </summary>
internal sealed class Parameter
{
    public Parameter(string name, int[] shape, ReadOnlyMemory<float> values)
    {
        long length = 1;
        foreach (var extent in shape)
            length = checked(length * extent);
        if (length != values.Length)
            throw new ArgumentException($"{name}: shape [{string.Join(", ", shape)}] does not hold {values.Length} values.", nameof(values));
        Name = name;
        Shape = shape;
        Values = values;
    }

    /// <summary>Canonical name: that of the official PyTorch state dict, "synthesis.b8.conv0.weight".</summary>
    public string Name { get; }

    /// <summary>Extents; empty for a scalar.</summary>
    public int[] Shape { get; }

    public ReadOnlyMemory<float> Values { get; }

    public ReadOnlySpan<float> Span => Values.Span;

    /// <summary>The value of a scalar, or of a tensor with one element.</summary>
    public float Scalar => Values.Length == 1 ? Span[0] : throw new InvalidOperationException($"{Name} has {Values.Length} values, not one.");

    /// <summary>A matrix [n, m] as a new one [m, n].</summary>
    public Parameter Transposed()
    {
        var (rows, columns) = (Shape[0], Shape[1]);
        var values = new float[Values.Length];
        Transposition.Run(Span, rows, columns, values);
        return new Parameter(Name, [columns, rows], values);
    }

    /// <summary>A kernel [out, in, h, w] turned by 180 degrees, as a new one.</summary>
    public Parameter Mirrored()
    {
        var values = Values.ToArray();
        var taps = Shape[2] * Shape[3];
        for (var i = 0; i < values.Length; i += taps)
            values.AsSpan(i, taps).Reverse();
        return new Parameter(Name, Shape, values);
    }

    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
