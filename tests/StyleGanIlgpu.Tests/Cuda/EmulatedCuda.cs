using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>The CUDA engine on a driver that checks its calls and executes its PTX.</summary>
internal static class EmulatedCuda
{
    /// <summary>The ops that it doesn't have yet.</summary>
    public static IReadOnlyList<string> Lacking { get; } =
        [.. typeof(PlanOp).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PlanOp)) && !CudaOps.Has(type)).Select(type => type.Name)];

    public static CudaEngine Engine(int architecture, Precision precision = Precision.Float32) =>
        CudaChoice.Create(CudaStart.Of(new EmulatedCudaDriver(new EmulatorMachine(architecture), architecture)), null, precision: precision);
}
