using ILGPU;

namespace StyleGanIlgpu.Kernels;

/// <summary>
/// Adds the slices of a sum that several groups made of <see cref="TensorConvolutionKernel{TTile, TArithmetic, TStaging}"/>, in order, and finishes it.
/// Tile: a thread a quad; neighbouring threads read and write neighbouring quads.
/// </summary>
internal static class SliceSumKernel
{
    public static void Run(SliceSumArguments a)
    {
        var at = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var quads = a.Batch * a.Height * a.Width * a.Quads;
        if (at < quads)
        {
            var pixel = at / a.Quads;
            var quad = at - (pixel * a.Quads);
            var row = pixel / a.Width;
            var sample = row / a.Height;
            var sum = a.Sums[at];
            for (var i = 1; i < a.Slices; i++)
                sum = QuadMath.Add(sum, a.Sums[at + (i * quads)]);
            var noise = Epilogue.Noise(a.Epilogue, row - (sample * a.Height), pixel - (row * a.Width));
            Epilogue.Store(a.Epilogue, a.Output, at, sum, Epilogue.Coefficients(a.Epilogue, sample, quad), Epilogue.Bias(a.Epilogue, quad), noise);
        }
    }
}
