using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>First pass over a plan: collects the temporaries and prepared weights that its ops ask for. Offsets mean nothing yet.</summary>
internal sealed class CpuSurvey(Plan plan, int workers) : CpuCompilation
{
    private readonly Dictionary<WeightForm, PreparationRequest> preparations = [];
    private readonly List<ArenaBlock> temporaries = [];
    private int step;

    public override Plan Plan => plan;

    public override int Workers => workers;

    /// <summary>The temporaries in the order of asking, alive for one step each.</summary>
    public IReadOnlyList<ArenaBlock> Temporaries => temporaries;

    /// <summary>Every form that is asked for, once.</summary>
    public IReadOnlyCollection<PreparationRequest> Preparations => preparations.Values;

    /// <exception cref="NotSupportedException">The engine lacks an op of the plan, or a form of it.</exception>
    public void Run()
    {
        for (step = 0; step < plan.Ops.Count; step++)
            CpuOps.Compile(plan.Ops[step], this);
    }

    public override long Offset(TensorId tensor) => 0;

    public override PreparedWeights Prepare(Parameter parameter, string form, long length, PrepareWeights prepare)
    {
        var key = new WeightForm(parameter, form);
        preparations.TryAdd(key, new PreparationRequest(key, length, prepare));
        return default;
    }

    public override long Temporary(long bytes)
    {
        temporaries.Add(new ArenaBlock(bytes, step, step));
        return 0;
    }

    public override void Emit(CpuPhase phase)
    {
    }
}
