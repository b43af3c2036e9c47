using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Maps that a launch reads or writes: a tensor of the plan, or a temporary.</summary>
/// <param name="Bind">Where they lie, [N, H, W, quads].</param>
/// <param name="Shape">Their shape.</param>
/// <param name="Storage">What they are kept as.</param>
internal sealed record CudaMaps(Func<CudaMemory, DeviceQuads> Bind, TensorShape Shape, MapStorage Storage)
{
    /// <summary>Quads of a pixel.</summary>
    public int Quads => Storage.Quads(Shape.Channels);

    public static CudaMaps Of(TensorId maps, CudaCompilation compilation) =>
        new(memory => memory.Maps(maps), compilation.Plan[maps].Shape, compilation.Storage(maps));

    /// <summary>Maps that live for the launches of this op only.</summary>
    public static CudaMaps Temporary(TensorShape shape, MapStorage storage, CudaCompilation compilation)
    {
        var quads = CudaLayout.Quads(shape, storage);
        var temporary = storage.IsFloat16 ? compilation.Temporary<Half4>(quads) : compilation.Temporary<Float4>(quads);
        return new(memory => memory.Temporary<Float4>(temporary), shape, storage);
    }
}
