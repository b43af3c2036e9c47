namespace StyleGanIlgpu.Plans;

/// <summary>
/// One step of a plan. An op is a pure function of its inputs and parameters; it says what is computed, never how.
/// The summary of each op is its definition: engines are judged against it, computed in double precision.
/// So the scalars of an op (gains, slopes) are doubles; an engine rounds them once, when it compiles.
/// </summary>
internal abstract record PlanOp
{
    /// <summary>Tensors that the op reads.</summary>
    public abstract IEnumerable<TensorId> Reads { get; }

    /// <summary>The tensor that the op writes.</summary>
    public abstract TensorId Writes { get; }
}
