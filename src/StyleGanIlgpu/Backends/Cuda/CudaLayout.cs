using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>
/// How tensors lie on the device: rows plain [N, C]; maps channels last [N, H, W, quads of four channels], the channels that fill up the last
/// quad being finite numbers that meet zero weights; pixels plain.
/// </summary>
internal static class CudaLayout
{
    /// <summary>Blocks of memory begin at multiples of this: what the driver gives itself, and enough for any load.</summary>
    public const int Alignment = 256;

    public static long Bytes(PlanTensor tensor) => tensor.Kind switch
    {
        TensorKind.Rows => (long)tensor.Shape.Length * sizeof(float),
        TensorKind.Maps => Quads(tensor.Shape) * Float4.Length * sizeof(float),
        _ => tensor.Shape.Length,
    };

    /// <summary>Quads of maps: N * H * W * quads of a pixel.</summary>
    public static long Quads(TensorShape shape) => (long)shape.Batch * shape.Height * shape.Width * Float4.Count(shape.Channels);
}
