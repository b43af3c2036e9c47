using System.Runtime.InteropServices;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>The weights of a convolution as <see cref="TensorConvolutionArguments"/> has them.</summary>
internal static class TensorWeights
{
    /// <summary>[phase, block, tap, output channel, piece in its place].</summary>
    /// <param name="op">The convolution.</param>
    /// <param name="phases">Its phases and taps.</param>
    /// <param name="arithmetic">What is multiplied.</param>
    /// <param name="compilation">The program.</param>
    /// <param name="isHalf">Whether they are kept in float16.</param>
    public static WeightHandle Prepare(Convolution op, ConvolutionPhases phases, TensorArithmetic arithmetic, CudaCompilation compilation, bool isHalf)
    {
        var (outputs, inputs, elements) = (op.Weight.Shape[0], op.Weight.Shape[1], op.Weight.Shape[2] * op.Weight.Shape[3]);
        var (gain, order, rows) = (op.WeightGain, phases.Elements, TensorConvolutionArguments.PaddedOutputs(outputs));
        var (blocks, width) = (Extent.Cover(inputs, arithmetic.BlockChannels), arithmetic.BlockChannels);
        (int First, int Count)[] tapsOfPhases = [.. phases.TapsOfPhases];
        var floats = order.Length * blocks * rows * width / (isHalf ? 2 : 1);
        var kept = arithmetic.IsHalf && !isHalf ? ", not rounded" : "";
        return compilation.Prepare(op.Weight, $"tensor {arithmetic.Name} {phases.Form}*{gain:R}{kept}", floats, (stored, prepared) =>
        {
            var scales = arithmetic.IsHalf ? WeightScales.Of(op.Weight, gain) : null;
            for (var o = 0; o < outputs; o++)
            {
                var own = stored.Slice(o * inputs * elements, inputs * elements);
                var rounded = Rounded(own, scales is null ? gain : gain / scales[o], elements, isHalf, arithmetic.IsRounded);
                foreach (var (first, count) in tapsOfPhases)
                {
                    for (var tap = 0; tap < count; tap++)
                    {
                        for (var i = 0; i < inputs; i++)
                        {
                            var row = (((first * blocks) + (i / width * count) + tap) * rows) + o;
                            var piece = TensorConvolutionArguments.PieceAt(o, i % width / arithmetic.PieceChannels);
                            var at = (row * width) + (piece * arithmetic.PieceChannels) + (i % arithmetic.PieceChannels);
                            var weight = rounded[(i * elements) + order[first + tap]];
                            if (isHalf)
                                MemoryMarshal.Cast<float, Half>(prepared)[at] = (Half)weight;
                            else
                                prepared[at] = weight;
                        }
                    }
                }
            }
        });
    }

    /// <summary>
    /// An output channel's weights times a factor, rounded to the digits that are multiplied. The taps of an input channel keep their sum: they meet much
    /// the same values in a smooth map, whose errors would otherwise add up to what is most of a StyleGAN3 picture's.
    /// </summary>
    private static float[] Rounded(ReadOnlySpan<float> own, double factor, int elements, bool isHalf, bool isTf32)
    {
        var weights = new double[own.Length];
        for (var i = 0; i < own.Length; i++)
            weights[i] = own[i] * factor;
        if (isHalf)
            SumKeepingRounding.Apply(weights, elements, weight => (double)(Half)weight);
        else if (isTf32)
            SumKeepingRounding.Apply(weights, elements, weight => RoundToTf32((float)weight));
        return Array.ConvertAll(weights, weight => (float)weight);
    }

    /// <summary>To the nearest number of 11 bits, ties away from zero.</summary>
    private static float RoundToTf32(float x) => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) + 0x1000) & ~0x1FFFu);
}
