namespace StyleGanIlgpu;

/// <summary>
/// What the pictures of a model take of an NVIDIA GPU, in bytes of its memory and in kernels, counted from the plan: no GPU is needed to know
/// it. The driver's own memory (the context, the code of the kernels) comes to it.
/// </summary>
public sealed record CudaPlanInfo
{
    /// <summary>Pictures computed together.</summary>
    public required int BatchSize { get; init; }

    /// <summary>What they are computed in.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Weights as the kernels read them, and their tables: once for a generator, whatever the batches that it computes.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Activations, inputs and outputs: once for each call at a time, and for each form of request (see <see cref="PeakBytes"/>).</summary>
    public required long ActivationBytes { get; init; }

    /// <summary>Activations that are alive at once: what no arrangement could go below.</summary>
    public required long LiveBytes { get; init; }

    /// <summary>Copied to the device for a batch.</summary>
    public required long InputBytes { get; init; }

    /// <summary>Copied from the device for a batch.</summary>
    public required long OutputBytes { get; init; }

    /// <summary>Launches of kernels for a batch, all of them in one graph for a picture by itself.</summary>
    public required int Launches { get; init; }

    /// <summary>Kernels that they are launches of.</summary>
    public required int Kernels { get; init; }

    /// <summary>
    /// The most that is held while one call at a time is computed, of one form of request: bytes of seeds, in one noise mode. Each further form
    /// (from ws, as floats, in another noise mode) and the single pictures that a batch leaves over keep activations of their own, the former about
    /// as much again; mapping takes little. They are given back before memory runs out.
    /// </summary>
    public long PeakBytes => WeightBytes + ActivationBytes;
}
