using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cuda;

/// <summary>Counts what a plan takes of a GPU, without one.</summary>
internal static class CudaPlanning
{
    /// <exception cref="NotSupportedException">The engine lacks an op of the plan, or the precision.</exception>
    public static CudaPlanInfo Describe(Plan plan, Precision precision)
    {
        var compilation = new CudaCompilation(plan, precision);
        compilation.Run();
        var arena = new CudaArena(compilation);
        return new CudaPlanInfo
        {
            BatchSize = plan.Batch,
            Precision = precision,
            WeightBytes = CudaWeights.Bytes(compilation.Preparations) + CudaConstants.Bytes(compilation.Constants),
            ActivationBytes = arena.DeviceBytes,
            LiveBytes = arena.InputBytes + arena.LeastBytes,
            InputBytes = arena.InputBytes,
            OutputBytes = compilation.Outputs.Sum(output => output.Bytes),
            Launches = compilation.Launches.Count,
            Kernels = compilation.Launches.Select(launch => launch.Launch.Kernel).Distinct().Count(),
        };
    }
}
