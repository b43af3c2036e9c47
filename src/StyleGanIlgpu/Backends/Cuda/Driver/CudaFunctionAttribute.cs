namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>CUfunction_attribute: what the driver made of a kernel, and what it may use.</summary>
internal enum CudaFunctionAttribute
{
    MaxThreadsPerBlock = 0,
    SharedSizeBytes = 1,
    LocalSizeBytes = 3,
    RegisterCount = 4,

    /// <summary>The one that is set: dynamic shared memory beyond <see cref="CudaLimits.PlainSharedBytes"/>.</summary>
    MaxDynamicSharedSizeBytes = 8,
}
