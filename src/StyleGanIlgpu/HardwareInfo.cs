namespace StyleGanIlgpu;

/// <summary>What a machine offers.</summary>
public sealed record HardwareInfo
{
    /// <summary>Name and version of the operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Of the process: "X64", "Arm64".</summary>
    public required string Architecture { get; init; }

    /// <summary>Name and version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>The vectors that the CPU engine uses: "Vector512", "Vector256", "Vector128" or "scalar".</summary>
    public required string Simd { get; init; }

    /// <summary>Floats in such a vector.</summary>
    public required int SimdFloats { get; init; }

    /// <summary>Processors that this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory that this process may use, in bytes; a container's limit counts.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The NVIDIA driver and its devices.</summary>
    public required CudaInfo Cuda { get; init; }
}

/// <summary>What the CUDA driver says of itself.</summary>
public sealed record CudaInfo
{
    /// <summary>The driver library that was found; null where there is none.</summary>
    public string? Library { get; init; }

    /// <summary>The CUDA version that the driver supports: "12.8"; null where the driver couldn't be asked.</summary>
    public string? DriverVersion { get; init; }

    /// <summary>Its devices, in its order; none where the driver couldn't be asked.</summary>
    public IReadOnlyList<CudaDeviceInfo> Devices { get; init; } = [];

    /// <summary>Why pictures can't be computed there; null where they can.</summary>
    public string? Reason { get; init; }
}

/// <summary>One NVIDIA GPU.</summary>
/// <param name="Index">N of the device name "cuda:N".</param>
/// <param name="Name">Its name, by the driver.</param>
/// <param name="ComputeCapability">"9.0" for an H100.</param>
/// <param name="MemoryBytes">Its memory in bytes.</param>
public sealed record CudaDeviceInfo(int Index, string Name, string ComputeCapability, long MemoryBytes)
{
    /// <summary>Why pictures can't be computed on it; null where they can. "cuda" is the first device of which nothing is said here.</summary>
    public string? Reason { get; init; }
}
