using System.Numerics;
using System.Runtime.InteropServices;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// A fully connected layer with leaky ReLU, for many rows at a time: its weights lie in panels of a few vectors' width, so that a few rows
/// of sums stay in registers. Every sum runs over the inputs in their order, on vectors of any width alike.
/// </summary>
internal sealed class PackedLayer
{
    private const int Vectors = 2;
    private const int Rows = 4;

    private static readonly int Width = Vectors * Vector<float>.Count;

    private readonly int _inputs;
    private readonly int _outputs;
    private readonly float[] _panels;
    private readonly float[] _bias;

    public PackedLayer(Parameter weight, Parameter bias, double lrMultiplier)
    {
        (_outputs, _inputs) = (weight.Shape[0], weight.Shape[1]);
        var panels = (_outputs + Width - 1) / Width;
        _panels = new float[panels * Width * _inputs];
        _bias = new float[panels * Width];
        var gain = (float)(lrMultiplier / Math.Sqrt(_inputs));
        for (var output = 0; output < _outputs; output++)
        {
            var panel = _panels.AsSpan(output / Width * Width * _inputs);
            var row = weight.Span.Slice(output * _inputs, _inputs);
            for (var input = 0; input < _inputs; input++)
                panel[input * Width + output % Width] = row[input] * gain;
            _bias[output] = bias.Span[output] * (float)lrMultiplier;
        }
    }

    /// <summary>[rows, inputs] -> [rows, outputs]; rows is a multiple of 4.</summary>
    public float[] Run(ReadOnlySpan<float> x, int rows)
    {
        var y = new float[rows * _outputs];
        Span<float> sums = stackalloc float[Rows * Width];
        for (var start = 0; start < _outputs; start += Width)
        {
            var panel = MemoryMarshal.Cast<float, Vector<float>>(_panels.AsSpan(start * _inputs, Width * _inputs));
            var bias = MemoryMarshal.Cast<float, Vector<float>>(_bias.AsSpan(start, Width));
            for (var row = 0; row < rows; row += Rows)
            {
                Multiply(x[(row * _inputs)..], panel, bias, MemoryMarshal.Cast<float, Vector<float>>(sums));
                for (var i = 0; i < Rows; i++)
                    sums.Slice(i * Width, Math.Min(Width, _outputs - start)).CopyTo(y.AsSpan((row + i) * _outputs + start));
            }
        }

        return y;
    }

    private void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<Vector<float>> panel, ReadOnlySpan<Vector<float>> bias, Span<Vector<float>> sums)
    {
        var x0 = x[.._inputs];
        var x1 = x.Slice(_inputs, x0.Length);
        var x2 = x.Slice(2 * _inputs, x0.Length);
        var x3 = x.Slice(3 * _inputs, x0.Length);
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (var i = 0; i < x0.Length; i++)
        {
            var (w0, w1) = (panel[Vectors * i], panel[Vectors * i + 1]);
            var (a, b, c, d) = (new Vector<float>(x0[i]), new Vector<float>(x1[i]), new Vector<float>(x2[i]), new Vector<float>(x3[i]));
            a0 += a * w0;
            a1 += a * w1;
            b0 += b * w0;
            b1 += b * w1;
            c0 += c * w0;
            c1 += c * w1;
            d0 += d * w0;
            d1 += d * w1;
        }

        ReadOnlySpan<Vector<float>> results = [a0, a1, b0, b1, c0, c1, d0, d1];
        for (var i = 0; i < results.Length; i++)
            sums[i] = LeakyRelu(results[i] + bias[i % Vectors]);
    }

    private static Vector<float> LeakyRelu(Vector<float> value) =>
        Vector.Max(value, value * 0.2f) * MathF.Sqrt(2);
}
