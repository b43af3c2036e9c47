namespace StyleGanIlgpu.Plans;

/// <summary>
/// What a model describes and a backend compiles: a flat list of ops over tensors with static shapes, in execution order.
/// Every tensor but the inputs is written by exactly one op, or in disjoint parts by several, before it is read.
/// </summary>
internal sealed class Plan
{
    internal Plan(int batch, IReadOnlyList<PlanTensor> tensors, IReadOnlyList<PlanOp> ops, IReadOnlyList<TensorId> outputs)
    {
        Batch = batch;
        Tensors = tensors;
        Ops = ops;
        Outputs = outputs;
    }

    /// <summary>Samples computed by one run.</summary>
    public int Batch { get; }

    public IReadOnlyList<PlanTensor> Tensors { get; }

    public IReadOnlyList<PlanOp> Ops { get; }

    /// <summary>Tensors that outlive the run and may be read after it.</summary>
    public IReadOnlyList<TensorId> Outputs { get; }

    public PlanTensor this[TensorId id] => Tensors[id.Index];

    /// <summary>The tensor of this name.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has the name.</exception>
    public TensorId Find(string name) =>
        Tensors.FirstOrDefault(t => t.Name == name)?.Id ?? throw new KeyNotFoundException($"The plan has no tensor '{name}'.");
}
