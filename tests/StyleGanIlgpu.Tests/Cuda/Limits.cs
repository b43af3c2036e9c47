using StyleGanIlgpu.PtxEmulator;

namespace StyleGanIlgpu.Tests.Cuda;

/// <summary>What a launch may ask of an architecture (CUDA C++ Programming Guide, compute capabilities).</summary>
internal static class Limits
{
    public const int Threads = 1024;

    public static readonly (uint X, uint Y, uint Z) Block = (1024, 1024, 64);

    public static readonly (uint X, uint Y, uint Z) Grid = (int.MaxValue, 65535, 65535);

    /// <summary>Static and dynamic shared memory of a group.</summary>
    public static int SharedBytes(int architecture) => SharedMemoryLimits.Most(architecture);
}
