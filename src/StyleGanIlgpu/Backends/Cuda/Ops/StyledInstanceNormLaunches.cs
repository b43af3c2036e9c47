using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Statistics, then application; random noise before them.</summary>
internal static class StyledInstanceNormLaunches
{
    public static void Compile(StyledInstanceNorm op, CudaCompilation compilation)
    {
        var (input, output) = (CudaMaps.Of(op.Input, compilation), CudaMaps.Of(op.Output, compilation));
        if (input.Storage != output.Storage)
            throw new NotSupportedException("Instance normalisation keeps its output as it finds its input.");
        var (shape, quads) = (input.Shape, input.Quads);
        var pixels = shape.Height * shape.Width;
        var epilogue = CudaEpilogue.Of(op, output, compilation);
        WeightHandle? strengths = op.Noise is { } noise ? CudaEpilogue.PrepareChannels(noise.Strengths, gain: 1, compilation) : null;
        var moments = compilation.Temporary<Float4>(StyledInstanceNormArguments.MomentQuads(pixels, quads, shape.Batch));
        StyledInstanceNormArguments Bind(CudaMemory memory) => new()
        {
            Input = input.Bind(memory),
            Output = output.Bind(memory),
            Strengths = strengths is { } handle ? memory.Weights<Float4>(handle) : default,
            Styles = memory.Rows(op.Styles),
            Moments = memory.Temporary<Float4>(moments),
            Epilogue = epilogue.Bind(memory),
            Pixels = pixels,
            Width = shape.Width,
            Quads = quads,
            ChunkPixels = StyledInstanceNormArguments.ChunkPixelsFor(pixels),
            Chunks = StyledInstanceNormArguments.ChunksFor(pixels),
            StyleOffset = op.StyleOffset,
            StyleStride = compilation.Plan[op.Styles].Shape.Channels,
            Epsilon = (float)StyledInstanceNorm.Epsilon,
        };
        compilation.Launch(StyledInstanceNormArguments.LaunchStatistics(input.Storage, pixels, quads, shape.Batch), Bind);
        compilation.Launch(StyledInstanceNormArguments.LaunchApplication(input.Storage, pixels, quads, shape.Batch), Bind);
    }
}
