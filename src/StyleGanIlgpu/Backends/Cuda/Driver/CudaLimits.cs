namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>Numbers of the driver API that don't depend on the device.</summary>
internal static class CudaLimits
{
    /// <summary>Shared memory, static and dynamic, that every kernel may use without asking.</summary>
    public const int PlainSharedBytes = 48 * 1024;

    /// <summary>Bytes of a kernel's parameters.</summary>
    public const int ParameterBytes = 4096;
}
