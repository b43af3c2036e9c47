using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>
/// All coefficients by one launch: the matrix of a layer holds the squares of its weights, normalised and summed over the taps in double
/// precision; its constants are the numerators.
/// </summary>
internal static class DemodulationsLaunches
{
    public static void Compile(Demodulations op, CudaCompilation compilation)
    {
        if (op.Slices.Count == 0)
            return;
        var matrices = new RowMatrices();
        foreach (var slice in op.Slices)
            matrices.Add(slice.Channels, slice.Weight.Shape[1], slice.StyleOffset, slice.Offset);
        var weights = compilation.Prepare(op.Slices[0].Weight, $"demodulations of {string.Join(", ", op.Slices.Select(Describe))}", matrices.Length, (_, prepared) =>
        {
            for (var i = 0; i < op.Slices.Count; i++)
                Pack(op.Slices[i], matrices, i, prepared);
        });
        var tiles = compilation.Constant(matrices.Tiles);
        var plan = compilation.Plan;
        compilation.Launch(RowProductArguments.Launch("row_product_demodulation", matrices.TileCount, plan.Batch), memory => new RowProductArguments
        {
            Input = memory.Rows(op.Styles),
            Weights = memory.Weights<Float4>(weights),
            Constants = matrices.Constants(memory.Weights<float>(weights)),
            Tiles = memory.Constant<int>(tiles),
            Output = memory.Rows(op.Output),
            InputStride = plan[op.Styles].Shape.Channels,
            OutputStride = plan[op.Output].Shape.Channels,
            Batch = plan.Batch,
        });
    }

    private static string Describe(DemodulationSlice slice) => $"{slice.Weight.Name}*{slice.Gain:R}{(slice.NormalizeWeight ? " normalized" : "")}";

    private static void Pack(DemodulationSlice slice, RowMatrices matrices, int index, Span<float> prepared)
    {
        var shape = slice.Weight.Shape;
        var (inputs, taps) = (shape[1], shape[2] * shape[3]);
        var numerators = matrices.Constants(prepared, index);
        for (var o = 0; o < slice.Channels; o++)
        {
            var weight = slice.Weight.Span.Slice(o * inputs * taps, inputs * taps);
            var g = slice.NormalizeWeight ? 1 / Math.Sqrt(Squares(weight) / weight.Length) : 1;
            var row = matrices.Row(prepared, index, o, inputs);
            for (var i = 0; i < inputs; i++)
                row[i] = (float)(Squares(weight.Slice(i * taps, taps)) * g * g);
            numerators[o] = (float)(slice.Gain * g);
        }
    }

    private static double Squares(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += (double)value * value;
        return sum;
    }
}
