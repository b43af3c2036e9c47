using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends;

/// <summary>When each tensor of a plan is alive, in steps that are indices of ops.</summary>
internal static class TensorLifetimes
{
    /// <summary>
    /// A tensor lives from the first op that writes any part of it to the last that touches it. Inputs live throughout, so that they
    /// stand for the next run too, and outputs from their first write to the end, so that they can be read after it.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="bytes">What a tensor takes in the engine's layout.</param>
    /// <exception cref="ArgumentException">An op reads a tensor that nothing has written.</exception>
    public static ArenaBlock[] Of(Plan plan, Func<PlanTensor, long> bytes)
    {
        const int Never = -1;
        var first = new int[plan.Tensors.Count];
        var last = new int[plan.Tensors.Count];
        Array.Fill(first, Never);
        foreach (var tensor in plan.Tensors)
        {
            if (tensor.IsInput)
                (first[tensor.Id.Index], last[tensor.Id.Index]) = (0, plan.Ops.Count);
        }
        for (var step = 0; step < plan.Ops.Count; step++)
        {
            var op = plan.Ops[step];
            foreach (var read in op.Reads)
            {
                if (first[read.Index] == Never)
                    throw new ArgumentException($"{op.GetType().Name} reads '{plan[read].Name}', which nothing has written.", nameof(plan));
                last[read.Index] = Math.Max(last[read.Index], step);
            }
            var written = op.Writes.Index;
            if (first[written] == Never)
                first[written] = step;
            last[written] = Math.Max(last[written], step);
        }
        foreach (var output in plan.Outputs)
            last[output.Index] = plan.Ops.Count;
        return [.. plan.Tensors.Select(t => new ArenaBlock(
            first[t.Id.Index] == Never ? 0 : bytes(t), Math.Max(first[t.Id.Index], 0), last[t.Id.Index]))];
    }
}
