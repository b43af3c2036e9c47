using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Reference;

/// <summary>
/// The specification as a program: interprets a plan op by op in double precision, each op in the words of its definition. Slow and obvious;
/// other engines are judged by it, and it is judged by the golden arrays.
/// </summary>
/// <param name="normalizesStylesAcrossBatch">StyleGAN3's styles are normalised over the whole batch, as in the official code.</param>
/// <param name="keepsOutputsOnly">A tensor is let go once its last reader is done: full-size networks don't fit in memory otherwise.</param>
internal sealed class ReferenceEngine(bool normalizesStylesAcrossBatch = false, bool keepsOutputsOnly = false) : Engine
{
    public override string Description => "reference, double precision";

    public override ReferenceProgram Compile(Plan plan) => new(plan, normalizesStylesAcrossBatch, keepsOutputsOnly);

    public override void Dispose()
    {
    }
}

/// <summary>A plan to be interpreted; nothing is prepared.</summary>
internal sealed class ReferenceProgram(Plan plan, bool normalizesStylesAcrossBatch, bool keepsOutputsOnly) : EngineProgram(plan)
{
    public override long SessionBytes => Plan.Tensors.Sum(tensor => (long)tensor.Shape.Length * sizeof(double));

    public override ReferenceSession CreateSession() => new(Plan, normalizesStylesAcrossBatch, keepsOutputsOnly);
}
