using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// How tensors lie on the device: rows plain [N, C]; maps channels last [N, H, W, quads of four channels], in float32 or float16, the channels
/// that fill up a pixel being finite numbers that meet zero weights; pixels plain.
/// </summary>
internal static class CudaLayout
{
    /// <summary>Blocks of memory begin at multiples of this: what the driver gives itself, and enough for any load.</summary>
    public const int Alignment = 256;

    /// <summary>Bytes of an input, whose maps are float32.</summary>
    public static long InputBytes(PlanTensor tensor) => Bytes(tensor, MapStorage.Float32);

    /// <summary>Bytes of a tensor that is kept so.</summary>
    public static long Bytes(PlanTensor tensor, MapStorage storage) => tensor.Kind switch
    {
        TensorKind.Rows => (long)tensor.Shape.Length * sizeof(float),
        TensorKind.Maps => Quads(tensor.Shape, storage) * storage.QuadBytes,
        _ => tensor.Shape.Length,
    };

    /// <summary>Quads of maps: N * H * W * quads of a pixel.</summary>
    public static long Quads(TensorShape shape, MapStorage storage = default) => (long)shape.Batch * shape.Height * shape.Width * storage.Quads(shape.Channels);
}
