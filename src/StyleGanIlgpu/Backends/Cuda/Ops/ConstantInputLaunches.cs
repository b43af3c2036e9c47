using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Copies the constant, prepared as channels last, to every sample.</summary>
internal static class ConstantInputLaunches
{
    public static void Compile(ConstantInput op, CudaCompilation compilation)
    {
        var shape = compilation.Plan[op.Output].Shape;
        var storage = compilation.Storage(op.Output);
        var quads = storage.Quads(shape.Channels);
        var sampleLength = shape.Height * shape.Width * quads;
        var constant = compilation.Prepare(op.Constant, $"channels last, {quads} quads", sampleLength * Float4.Length, (stored, prepared) =>
            ChannelsLast.Pack(stored, prepared, shape.Channels, shape.Height * shape.Width, quads));
        compilation.Launch(ConstantInputArguments.Launch(sampleLength, shape.Batch), memory => new ConstantInputArguments
        {
            Constant = memory.Weights<Float4>(constant),
            Output = memory.Maps(op.Output),
            SampleLength = sampleLength,
            IsHalf = storage.Flag,
        });
    }
}
