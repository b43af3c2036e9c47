using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>All affines by one launch, all gains folded into weights and biases; the styles that are normalised by another, in place.</summary>
internal static class StyleAffinesLaunches
{
    public static void Compile(StyleAffines op, CudaCompilation compilation)
    {
        if (op.Slices.Count == 0)
            return;
        var matrices = new RowMatrices();
        foreach (var slice in op.Slices)
            matrices.Add(slice.Channels, op.WDim, slice.WsRow * op.WDim, slice.Offset);
        var weights = compilation.Prepare(op.Slices[0].Weight, $"styles of {string.Join(", ", op.Slices.Select(Describe))}", matrices.Length, (_, prepared) =>
        {
            for (var i = 0; i < op.Slices.Count; i++)
                Pack(op.Slices[i], op.WDim, matrices, i, prepared);
        });
        var tiles = compilation.Constant(matrices.Tiles);
        var plan = compilation.Plan;
        var stride = plan[op.Styles].Shape.Channels;
        compilation.Launch(RowProductArguments.Launch("row_product_affine", matrices.TileCount, plan.Batch), memory => new RowProductArguments
        {
            Input = memory.Rows(op.Ws),
            Weights = memory.Weights<Float4>(weights),
            Constants = matrices.Constants(memory.Weights<float>(weights)),
            Tiles = memory.Constant<int>(tiles),
            Output = memory.Rows(op.Styles),
            InputStride = plan[op.Ws].Shape.Channels,
            OutputStride = stride,
            Batch = plan.Batch,
        });

        int[] pieces = [.. op.Slices.Where(slice => slice.Normalize).SelectMany(slice => new[] { slice.Offset, slice.Offset, slice.Channels })];
        if (pieces.Length == 0)
            return;
        var table = compilation.Constant<int>(pieces);
        compilation.Launch(NormalizeRowsArguments.Launch(pieces.Length / NormalizeRowsArguments.PieceLength, plan.Batch), memory => new NormalizeRowsArguments
        {
            Input = memory.Rows(op.Styles),
            Output = memory.Rows(op.Styles),
            Pieces = memory.Constant<int>(table),
            InputStride = stride,
            OutputStride = stride,
        });
    }

    private static string Describe(StyleSlice slice) =>
        $"{slice.Weight.Name}*{slice.WeightGain * slice.Gain:R} + {slice.Bias?.Name}*{slice.BiasGain * slice.Gain:R}";

    private static void Pack(StyleSlice slice, int wDim, RowMatrices matrices, int index, Span<float> prepared)
    {
        for (var o = 0; o < slice.Channels; o++)
        {
            var row = slice.Weight.Span.Slice(o * wDim, wDim);
            FullyConnectedLaunches.Scale(row, slice.WeightGain * slice.Gain, matrices.Row(prepared, index, o, wDim));
        }
        if (slice.Bias is { } bias)
            FullyConnectedLaunches.Scale(bias.Span, slice.BiasGain * slice.Gain, matrices.Constants(prepared, index));
    }
}
