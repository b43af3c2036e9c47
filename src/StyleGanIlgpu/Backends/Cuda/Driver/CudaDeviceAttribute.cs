namespace StyleGanIlgpu.Backends.Cuda.Driver;

/// <summary>CUdevice_attribute: those that are asked for.</summary>
internal enum CudaDeviceAttribute
{
    /// <summary>The highest clock of the multiprocessors, in kHz.</summary>
    ClockRate = 13,

    MultiprocessorCount = 16,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,

    /// <summary>Shared memory that a group may have once its kernel asked for more than <see cref="CudaLimits.PlainSharedBytes"/>.</summary>
    MaxSharedMemoryPerBlockOptin = 97,
}
