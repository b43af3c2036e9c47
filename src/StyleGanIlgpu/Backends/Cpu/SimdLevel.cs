using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>The vector width of this machine, chosen once.</summary>
internal static class SimdLevel
{
    /// <summary>Floats in a vector: 16, 8 or 4.</summary>
    public static int Lanes => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;

    public static string Name =>
        Vector512.IsHardwareAccelerated ? "Vector512" :
        Vector256.IsHardwareAccelerated ? "Vector256" :
        Vector128.IsHardwareAccelerated ? "Vector128" : "scalar";
}
