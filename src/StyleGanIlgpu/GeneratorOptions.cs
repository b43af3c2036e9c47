namespace StyleGanIlgpu;

/// <summary>How a <see cref="Generator"/> computes; what it computes depends on <see cref="Precision"/> alone.</summary>
public sealed record GeneratorOptions
{
    /// <summary>
    /// "auto" (an NVIDIA GPU where one can be used, else the CPU), "cpu", "cuda" or "cuda:N".
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// A CUDA context to work in (a CUcontext of the driver API), for callers who share device memory with the generator and hold a context of
    /// their own; it must outlive the generator, and decides the device. 0 for the device's primary context, which is the one that CUDA's runtime
    /// and most libraries use. It goes with the devices "cuda" and "cuda:N".
    /// </summary>
    public nint CudaContext { get; init; }

    /// <summary>
    /// What it computes in. Only NVIDIA GPUs have <see cref="Precision.Tf32"/> and <see cref="Precision.Fp16"/>: asked for on a CPU, also where
    /// "auto" ends there, they are refused with a <see cref="DeviceUnavailableException"/>.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Threads of the CPU engine, the caller's included, up to 1024; 0 for one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Which network of a file that holds several; null for "G_ema".</summary>
    public string? NetworkKey { get; init; }

    /// <summary>Pictures computed together where a call asks for as many, 1 to 256; the rest of them one by one. Memory grows with it; results don't depend on it.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>
    /// Calls of one form that may hold memory for activations at once, 1 to 64; further calls wait. Each form of request (mapping, synthesis or
    /// both; batch size; noise mode; floats or bytes) counts by itself and keeps its memory for the next call, until a GPU runs short: then what
    /// is idle is given back before <see cref="OutOfDeviceMemoryException"/> is thrown.
    /// </summary>
    public int MaxSessions { get; init; } = 2;
}
