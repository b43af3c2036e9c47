using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Maps that leave the device do so as planes [N, C, H, W].</summary>
internal static class PlaneLaunches
{
    /// <summary>Adds the launch, and gives where the planes will be.</summary>
    public static TemporaryHandle Add(TensorId maps, CudaCompilation compilation)
    {
        var shape = compilation.Plan[maps].Shape;
        var planes = compilation.Temporary<float>(CudaIndexRange.Values(shape));
        compilation.Launch(PlanesArguments.Launch(compilation.Storage(maps), shape.Height * shape.Width, shape.Channels, shape.Batch), memory => new PlanesArguments
        {
            Input = memory.Maps(maps),
            Output = memory.Temporary<float>(planes),
            Pixels = shape.Height * shape.Width,
            Quads = compilation.Quads(maps),
            Channels = shape.Channels,
        });
        return planes;
    }
}
