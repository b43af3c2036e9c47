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
    /// Float operations a second that one core does at most: multiply-adds, two operations each, on vectors in registers. What the CPU engine
    /// can be measured against.
    /// </summary>
    /// <param name="runs">Runs of a few milliseconds, of which the best counts.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="runs"/> is less than 1.</exception>
    public static double MeasureCorePeak(int runs = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        return RegisterPeak.Measure(runs);
    }
}
