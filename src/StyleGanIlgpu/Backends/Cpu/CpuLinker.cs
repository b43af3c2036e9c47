using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Second pass over a plan: memory is planned and weights are prepared, so the phases are made for good.</summary>
internal sealed class CpuLinker(Plan plan, int workers, ArenaPlan arena, PreparedWeightCache weights) : CpuCompilation
{
    private readonly List<CpuPhase> phases = [];
    private int temporaries;

    public override Plan Plan => plan;

    public override int Workers => workers;

    public CpuPhase[] Run()
    {
        foreach (var op in plan.Ops)
            CpuOps.Compile(op, this);
        return [.. phases];
    }

    public override long Offset(TensorId tensor) => arena.Offset(tensor.Index);

    public override PreparedWeights Prepare(Parameter parameter, string form, long length, PrepareWeights prepare) =>
        weights.Get(new PreparationRequest(new WeightForm(parameter, form), length, prepare));

    /// <summary>Temporaries follow the tensors in the arena plan, in the order of asking.</summary>
    public override long Temporary(long bytes) => arena.Offset(plan.Tensors.Count + temporaries++);

    public override void Emit(CpuPhase phase) => phases.Add(phase);
}
