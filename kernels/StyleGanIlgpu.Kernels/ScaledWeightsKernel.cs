using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Weights of a 1x1 convolution on tensor cores times the styles of each sample: such a convolution runs once over its pixels, so that to multiply
/// them where they lie would take as long as its products do, and its weights are few. Of float16 a product is rounded once, the weight not before.
/// Tile: a thread a quad of a sample's weights; neighbouring threads read and write neighbouring quads.
/// </summary>
internal static class ScaledWeightsKernel
{
    public static void Run(ScaledWeightsArguments a)
    {
        var quad = (Grid.IdxX * ScaledWeightsArguments.Threads) + Group.IdxX;
        if (quad < a.Quads)
        {
            // Pieces are of 16 bytes: a quad, or two of float16.
            var quads = 1 + a.IsHalf;
            var piece = quad / quads;
            var row = piece / TensorConvolutionArguments.BlockPieces;
            var inBlock = TensorConvolutionArguments.PieceAt(row, piece & (TensorConvolutionArguments.BlockPieces - 1));
            var channel = ((((row / a.WeightRows * TensorConvolutionArguments.BlockPieces) + inBlock) * quads) + quad - (piece * quads)) * Float4.Length;
            var weights = a.Weights[quad];
            var first = (Grid.IdxY * a.StyleStride) + a.StyleOffset;
            var styles = default(Float4);
            if (channel < a.InputChannels)
                styles.X = a.Styles[first + channel];
            if (channel + 1 < a.InputChannels)
                styles.Y = a.Styles[first + channel + 1];
            if (channel + 2 < a.InputChannels)
                styles.Z = a.Styles[first + channel + 2];
            if (channel + 3 < a.InputChannels)
                styles.W = a.Styles[first + channel + 3];
            StoredMaps.Store(a.Scaled, a.IsHalf, (Grid.IdxY * a.Quads) + quad, QuadMath.Multiply(weights, styles));
        }
    }
}
