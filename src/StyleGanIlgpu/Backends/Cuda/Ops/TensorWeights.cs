using System.Runtime.InteropServices;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>The weights of a convolution as <see cref="TensorConvolutionArguments"/> has them.</summary>
internal static class TensorWeights
{
    /// <summary>[phase, block, tap, output channel, piece in its place].</summary>
    public static WeightHandle Prepare(Convolution op, ConvolutionPhases phases, TensorArithmetic arithmetic, CudaCompilation compilation)
    {
        var (outputs, inputs, elements) = (op.Weight.Shape[0], op.Weight.Shape[1], op.Weight.Shape[2] * op.Weight.Shape[3]);
        var (gain, order, rows) = (op.WeightGain, phases.Elements, TensorConvolutionArguments.PaddedOutputs(outputs));
        var (blocks, width) = (Extent.Cover(inputs, arithmetic.BlockChannels), arithmetic.BlockChannels);
        (int First, int Count)[] tapsOfPhases = [.. phases.TapsOfPhases];
        var floats = order.Length * blocks * rows * TensorConvolutionArguments.BlockBytes / sizeof(float);
        return compilation.Prepare(op.Weight, $"tensor {arithmetic.Name} {phases.Form}*{gain:R}", floats, (stored, prepared) =>
        {
            for (var o = 0; o < outputs; o++)
            {
                var own = stored.Slice(o * inputs * elements, inputs * elements);
                var factor = arithmetic.IsHalf ? 1 / Largest(own) : gain;
                foreach (var (first, count) in tapsOfPhases)
                {
                    for (var tap = 0; tap < count; tap++)
                    {
                        for (var i = 0; i < inputs; i++)
                        {
                            var row = (((first * blocks) + (i / width * count) + tap) * rows) + o;
                            var piece = TensorConvolutionArguments.PieceAt(o, i % width / arithmetic.PieceChannels);
                            var at = (row * width) + (piece * arithmetic.PieceChannels) + (i % arithmetic.PieceChannels);
                            var weight = (float)(own[(i * elements) + order[first + tap]] * factor);
                            if (arithmetic.IsHalf)
                                MemoryMarshal.Cast<float, Half>(prepared)[at] = (Half)weight;
                            else
                                prepared[at] = arithmetic.IsRounded ? RoundToTf32(weight) : weight;
                        }
                    }
                }
            }
        });
    }

    /// <summary>What the weights of every output channel are divided by in float16, the gain in it.</summary>
    public static WeightHandle PrepareScales(Convolution op, CudaCompilation compilation)
    {
        var (outputs, gain) = (op.Weight.Shape[0], op.WeightGain);
        return compilation.Prepare(op.Weight, $"tensor scales*{gain:R}", MapStorage.Float16.Quads(outputs) * Float4.Length, (stored, prepared) =>
        {
            var length = stored.Length / outputs;
            for (var o = 0; o < outputs; o++)
                prepared[o] = (float)(Largest(stored.Slice(o * length, length)) * gain);
        });
    }

    /// <summary>The largest magnitude, 1 where all are zero.</summary>
    private static double Largest(ReadOnlySpan<float> weights)
    {
        var largest = 0f;
        foreach (var weight in weights)
            largest = Math.Max(largest, Math.Abs(weight));
        return largest == 0 ? 1 : largest;
    }

    /// <summary>To the nearest number of 11 bits, ties away from zero.</summary>
    private static float RoundToTf32(float x) => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) + 0x1000) & ~0x1FFFu);
}
