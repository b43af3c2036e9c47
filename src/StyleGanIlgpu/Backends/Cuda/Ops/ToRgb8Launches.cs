using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cuda.Ops;

/// <summary>Maps to bytes, all samples in one run of pixels.</summary>
internal static class ToRgb8Launches
{
    public static void Compile(ToRgb8 op, CudaCompilation compilation)
    {
        if (compilation.Storage(op.Input).IsFloat16)
            throw new NotSupportedException("Pictures are kept in float32.");
        var shape = compilation.Plan[op.Input].Shape;
        var pixels = shape.Batch * shape.Height * shape.Width;
        compilation.Launch(ToRgb8Arguments.Launch(pixels, shape.Channels), memory =>
        {
            var output = memory.Pixels(op.Output);
            return new ToRgb8Arguments
            {
                Input = memory.Maps(op.Input),
                Output = output,
                OutputWords = new DeviceInts(output.Address, output.Length / sizeof(int)),
                Pixels = pixels,
                Quads = Float4.Count(shape.Channels),
                Channels = shape.Channels,
                Rule = (int)op.Rule,
            };
        });
    }
}
