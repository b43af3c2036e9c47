using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// How tensors lie in the arena. Rows are plain: [N][C]. Maps are in blocks of B channels, B being the vector width:
/// [N][ceil(C / B)][H][W][B], so every op is a straight vector loop. Lanes past the last channel hold finite numbers of no meaning:
/// whoever reads them multiplies by zero weights or drops the result. Pixels are interleaved: [N][H][W][C].
/// </summary>
internal static class CpuLayout
{
    public static int Blocks(int channels) => (channels + SimdLevel.Lanes - 1) / SimdLevel.Lanes;

    /// <summary>Floats of one sample of maps.</summary>
    public static long SampleFloats(TensorShape shape) => (long)Blocks(shape.Channels) * SimdLevel.Lanes * shape.Height * shape.Width;

    public static long Bytes(PlanTensor tensor) => tensor.Kind switch
    {
        TensorKind.Rows => (long)tensor.Shape.Length * sizeof(float),
        TensorKind.Maps => tensor.Shape.Batch * SampleFloats(tensor.Shape) * sizeof(float),
        _ => tensor.Shape.Length,
    };
}
