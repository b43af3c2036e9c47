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

    /// <summary>
    /// Float operations a second that cores do at most: multiply-adds, two operations each, on vectors in registers, for about half a second, so
    /// that clocks which only hold for a moment don't count. What the CPU engine can be measured against.
    /// </summary>
    /// <param name="threads">Threads that work together; 0 for as many as the process may use.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative.</exception>
    public static double MeasurePeak(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return RegisterPeak.Measure(threads == 0 ? Environment.ProcessorCount : threads);
    }
}
