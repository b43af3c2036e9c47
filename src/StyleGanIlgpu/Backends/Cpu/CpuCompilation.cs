using System.Runtime.Intrinsics;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// What an op's compiler may ask while it makes its phases: where tensors lie, and prepared weights. Every op is compiled twice,
/// first by <see cref="CpuSurvey"/>, which finds out what it needs, and then by <see cref="CpuLinker"/>, when all has been placed and prepared:
/// a compiler asks the same things each time, in the same order, and doesn't look at the prepared values.
/// </summary>
internal abstract class CpuCompilation
{
    public abstract Plan Plan { get; }

    /// <summary>Workers of the team, for choosing how many tasks to cut a phase into. Results never depend on it.</summary>
    public abstract int Workers { get; }

    /// <summary>Byte offset of a tensor in the arena, aligned to 64.</summary>
    public abstract long Offset(TensorId tensor);

    /// <summary>
    /// A prepared form of a parameter, made once per engine and shared: native memory aligned to 64 bytes that lives as long as the engine.
    /// </summary>
    /// <param name="parameter">The weights as stored.</param>
    /// <param name="form">Names the form, with whatever it depends on ("conv3x3.packed"): equal names mean equal contents.</param>
    /// <param name="length">Floats of the prepared form.</param>
    /// <param name="prepare">Fills the form, zeroed before.</param>
    public abstract PreparedWeights Prepare(Parameter parameter, string form, long length, PrepareWeights prepare);

    /// <summary>
    /// A buffer that lives for the phases of this op only: its byte offset in the arena, aligned to 64. Holds whatever was there before.
    /// </summary>
    public abstract long Temporary(long bytes);

    /// <summary>Adds a step to the program.</summary>
    public abstract void Emit(CpuPhase phase);

    /// <summary>Adds steps for the vectors that this machine has.</summary>
    public void Emit(IVectorPhases phases)
    {
        switch (SimdLevel.Lanes)
        {
            case 16:
                phases.Emit<Simd512, Vector512<float>>(this);
                break;
            case 8:
                phases.Emit<Simd256, Vector256<float>>(this);
                break;
            default:
                phases.Emit<Simd128, Vector128<float>>(this);
                break;
        }
    }
}

/// <summary>Fills a prepared form from the stored values.</summary>
internal unsafe delegate void PrepareWeights(ReadOnlySpan<float> stored, float* prepared);

/// <summary>A prepared form in native memory.</summary>
internal readonly unsafe struct PreparedWeights(float* values)
{
    public float* Values { get; } = values;
}
