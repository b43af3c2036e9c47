using System.Diagnostics.CodeAnalysis;

namespace StyleGanIlgpu;

/// <summary>
/// What a generator computes in. Only NVIDIA GPUs do anything but float32. Errors are relative RMSE of the picture against double precision.
/// </summary>
public enum Precision
{
    /// <summary>float32 throughout: no further from double precision than the official code in float32 (about 1e-6).</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The name that it has everywhere.")]
    Float32,

    /// <summary>
    /// As the official program on the same device: on a GPU, the layers that the checkpoint says (num_fp16_res) keep their maps in float16 and
    /// multiply in it, within 2e-3; on a CPU, float32.
    /// </summary>
    Official,

    /// <summary>Convolutions multiply with 11 significant bits and add up in float32 (tensor cores of Ampere and newer); within 2e-3.</summary>
    Tf32,

    /// <summary>
    /// All maps are kept in float16 and convolutions multiply in it; sums, and everything between loading and storing, are float32. Half the
    /// memory and the traffic; within 2e-3. Values beyond float16's largest, 65504, are clamped to it, which only networks without a clamp of
    /// their own can reach.
    /// </summary>
    Fp16,
}
