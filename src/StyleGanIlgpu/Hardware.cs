using System.Runtime.InteropServices;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Backends.Cuda;

namespace StyleGanIlgpu;

/// <summary>What the machine that this runs on offers to a <see cref="Generator"/>.</summary>
public static class Hardware
{
    /// <summary>Looks at the processor, the memory and the CUDA driver. Asking the driver may take a second on a machine that has one.</summary>
    public static HardwareInfo Describe() => new()
    {
        OperatingSystem = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
        Runtime = RuntimeInformation.FrameworkDescription,
        Simd = SimdLevel.Name,
        SimdFloats = SimdLevel.Lanes,
        Cores = Environment.ProcessorCount,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Cuda = CudaProbe.Run(),
    };
}
