using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>What is copied from the device after a run: as the caller wants it, rows and pixels as they are, maps as planes.</summary>
/// <param name="Tensor">The output of the plan.</param>
/// <param name="Planes">Where its planes are, of maps.</param>
internal readonly record struct CudaOutput(PlanTensor Tensor, TemporaryHandle? Planes)
{
    public long Bytes => (long)Tensor.Shape.Length * (Tensor.Kind == TensorKind.Pixels ? 1 : sizeof(float));
}
