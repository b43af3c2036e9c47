using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>The vector width of this machine, chosen once.</summary>
internal static class SimdLevel
{
    private static int forced;

    /// <summary>Floats in a vector: 16, 8 or 4.</summary>
    public static int Lanes =>
        forced != 0 ? forced :
        Vector512.IsHardwareAccelerated ? 16 :
        Vector256.IsHardwareAccelerated ? 8 : 4;

    public static string Name =>
        Vector512.IsHardwareAccelerated ? "Vector512" :
        Vector256.IsHardwareAccelerated ? "Vector256" :
        Vector128.IsHardwareAccelerated ? "Vector128" : "scalar";

    /// <summary>
    /// Makes the engines of this process use vectors of another width from here on, as tests do where the machine lacks them: the runtime
    /// then puts wide vectors together from narrow ones, slowly.
    /// </summary>
    internal static void Force(int lanes) => forced = lanes;
}
