using StyleGanIlgpu.Plans;
using StyleGanIlgpu.Plans.Ops;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Which compiler makes the phases of which op.</summary>
internal static class CpuOps
{
    private static readonly Dictionary<Type, Action<PlanOp, CpuCompilation>> Compilers = new()
    {
        [typeof(Demodulations)] = (op, c) => CpuDemodulations.Compile((Demodulations)op, c),
        [typeof(FullyConnected)] = (op, c) => CpuFullyConnected.Compile((FullyConnected)op, c),
        [typeof(StyleAffines)] = (op, c) => CpuStyleAffines.Compile((StyleAffines)op, c),
    };

    /// <exception cref="NotSupportedException">The engine lacks the op.</exception>
    public static void Compile(PlanOp op, CpuCompilation compilation)
    {
        if (!Compilers.TryGetValue(op.GetType(), out var compile))
            throw new NotSupportedException($"The CPU engine has no {op.GetType().Name}.");
        compile(op, compilation);
    }
}
