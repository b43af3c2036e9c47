using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>A matrix as rows of quads, its gain and the bias's folded in.</summary>
internal static class FullyConnectedLaunches
{
    public static void Compile(FullyConnected op, CudaCompilation compilation)
    {
        var (outputs, inputs) = (op.Weight.Shape[0], op.Weight.Shape[1]);
        var epilogue = op.Epilogue;
        var (gain, bias, biasGain) = (op.WeightGain, epilogue.Bias, epilogue.BiasGain);
        var matrices = new RowMatrices();
        matrices.Add(outputs, inputs, input: 0, output: 0);
        var weights = compilation.Prepare(op.Weight, $"rows*{gain:R} + {bias?.Name}*{biasGain:R}", matrices.Length, (stored, prepared) =>
        {
            for (var o = 0; o < outputs; o++)
                Scale(stored.Slice(o * inputs, inputs), gain, matrices.Row(prepared, 0, o, inputs));
            if (bias is not null)
                Scale(bias.Span, biasGain, matrices.Constants(prepared, 0));
        });
        var tiles = compilation.Constant(matrices.Tiles);
        var plan = compilation.Plan;
        compilation.Launch(RowProductArguments.Launch("row_product_activated", matrices.TileCount, plan.Batch), memory => new RowProductArguments
        {
            Input = memory.Rows(op.Input),
            Weights = memory.Weights<Float4>(weights),
            Constants = matrices.Constants(memory.Weights<float>(weights)),
            Tiles = memory.Constant<int>(tiles),
            Output = memory.Rows(op.Output),
            InputStride = plan[op.Input].Shape.Channels,
            OutputStride = plan[op.Output].Shape.Channels,
            Batch = plan.Batch,
            Activation = (int)epilogue.Activation,
            Alpha = (float)epilogue.Alpha,
            Gain = (float)epilogue.Gain,
            Clamp = (float)(epilogue.Clamp ?? double.PositiveInfinity),
        });
    }

    /// <summary>Times a gain that is rounded once.</summary>
    public static void Scale(ReadOnlySpan<float> values, double gain, Span<float> scaled)
    {
        for (var i = 0; i < values.Length; i++)
            scaled[i] = (float)(values[i] * gain);
    }
}
