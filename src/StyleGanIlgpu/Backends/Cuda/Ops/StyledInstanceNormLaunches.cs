using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Statistics, then application.</summary>
internal static class StyledInstanceNormLaunches
{
    public static void Compile(StyledInstanceNorm op, CudaCompilation compilation)
    {
        var shape = compilation.Plan[op.Input].Shape;
        if (op.Noise is not null || op.Epilogue != Plans.Epilogue.None)
            throw new NotSupportedException("The CUDA engine has instance normalisation alone.");
        var storage = compilation.Storage(op.Input);
        if (storage != compilation.Storage(op.Output))
            throw new NotSupportedException("Instance normalisation keeps its output as it finds its input.");
        var (pixels, quads) = (shape.Height * shape.Width, storage.Quads(shape.Channels));
        var moments = compilation.Temporary<Float4>(StyledInstanceNormArguments.MomentQuads(pixels, quads, shape.Batch));
        StyledInstanceNormArguments Bind(CudaMemory memory) => new()
        {
            Input = memory.Maps(op.Input),
            Output = memory.Maps(op.Output),
            Styles = memory.Rows(op.Styles),
            Moments = memory.Temporary<Float4>(moments),
            Pixels = pixels,
            Quads = quads,
            IsHalf = storage.Flag,
            Channels = shape.Channels,
            StyleOffset = op.StyleOffset,
            StyleStride = compilation.Plan[op.Styles].Shape.Channels,
            Epsilon = (float)StyledInstanceNorm.Epsilon,
        };
        compilation.Launch(StyledInstanceNormArguments.LaunchStatistics(storage, pixels, quads, shape.Batch), Bind);
        compilation.Launch(StyledInstanceNormArguments.LaunchApplication(storage, pixels, quads, shape.Batch), Bind);
    }
}
