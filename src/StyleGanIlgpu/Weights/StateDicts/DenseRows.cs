using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Weights.StateDicts;

/// <summary>
/// A fully connected layer with leaky ReLU over many rows, in the order of the weights as they lie: nothing is packed or copied. Vectors
/// are of one width on every machine, and so is the order of all sums.
/// </summary>
internal static class DenseRows
{
    /// <summary>Rows are computed in groups of as many.</summary>
    public const int Group = 4;

    private static readonly float Gain = MathF.Sqrt(2);

    /// <summary>y = lrelu(x W^T * weightGain + b * biasGain) * sqrt(2).</summary>
    /// <param name="x">[rows, inputs].</param>
    /// <param name="y">Takes [rows, outputs].</param>
    /// <param name="rows">A multiple of <see cref="Group"/>.</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="weightGain">Scale of the weights.</param>
    /// <param name="biasGain">Scale of the bias.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> x, Span<float> y, int rows, Parameter weight, Parameter bias, float weightGain, float biasGain)
    {
        var (outputs, inputs) = (weight.Shape[0], weight.Shape[1]);
        var weights = weight.Span;
        var biases = bias.Span;
        Span<float> sums = stackalloc float[2 * Group];
        for (var output = 0; output < outputs; output += 2)
        {
            // The last one of an odd number is computed twice.
            var other = Math.Min(output + 1, outputs - 1);
            for (var row = 0; row < rows; row += Group)
            {
                Sum(x.Slice(row * inputs, Group * inputs), weights.Slice(output * inputs, inputs), weights.Slice(other * inputs, inputs), sums);
                for (var i = 0; i < Group; i++)
                {
                    var line = y.Slice((row + i) * outputs, outputs);
                    line[output] = LeakyRelu((sums[2 * i] * weightGain) + (biases[output] * biasGain));
                    line[other] = LeakyRelu((sums[(2 * i) + 1] * weightGain) + (biases[other] * biasGain));
                }
            }
        }
    }

    // Four rows against two rows of weights: eight sums, of eight lanes each, that stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(ReadOnlySpan<float> x, ReadOnlySpan<float> w0, ReadOnlySpan<float> w1, Span<float> sums)
    {
        var inputs = w0.Length;
        ref var a = ref Unsafe.AsRef(in x[0]);
        ref var b = ref Unsafe.Add(ref a, inputs);
        ref var c = ref Unsafe.Add(ref b, inputs);
        ref var d = ref Unsafe.Add(ref c, inputs);
        ref var w = ref Unsafe.AsRef(in w0[0]);
        ref var v = ref Unsafe.AsRef(in w1[0]);
        Vector256<float> aw = default, av = default, bw = default, bv = default, cw = default, cv = default, dw = default, dv = default;
        nuint i = 0;
        for (; i + (nuint)Vector256<float>.Count <= (nuint)inputs; i += (nuint)Vector256<float>.Count)
        {
            var (weights0, weights1) = (Vector256.LoadUnsafe(ref w, i), Vector256.LoadUnsafe(ref v, i));
            var (xa, xb) = (Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i));
            aw += xa * weights0;
            av += xa * weights1;
            bw += xb * weights0;
            bv += xb * weights1;
            var (xc, xd) = (Vector256.LoadUnsafe(ref c, i), Vector256.LoadUnsafe(ref d, i));
            cw += xc * weights0;
            cv += xc * weights1;
            dw += xd * weights0;
            dv += xd * weights1;
        }

        (sums[0], sums[1], sums[2], sums[3]) = (Total(aw), Total(av), Total(bw), Total(bv));
        (sums[4], sums[5], sums[6], sums[7]) = (Total(cw), Total(cv), Total(dw), Total(dv));
        for (var rest = (int)i; rest < inputs; rest++)
        {
            for (var row = 0; row < Group; row++)
            {
                sums[2 * row] += x[(row * inputs) + rest] * w0[rest];
                sums[(2 * row) + 1] += x[(row * inputs) + rest] * w1[rest];
            }
        }
    }

    // The framework leaves the order of its own sum open. Not inlined, it would cost as much as the sums themselves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Total(Vector256<float> lanes) =>
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LeakyRelu(float value) => (value < 0 ? value * 0.2f : value) * Gain;
}
