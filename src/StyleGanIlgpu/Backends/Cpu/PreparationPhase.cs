namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>Makes the prepared weights of a plan, each a task.</summary>
internal sealed class PreparationPhase(IEnumerable<PreparationRequest> requests, PreparedWeightCache weights) : CpuPhase
{
    // The largest first, so that none is left for one worker at the end.
    private readonly PreparationRequest[] requests = [.. requests.OrderByDescending(r => r.Length)];

    public override int TaskCount => requests.Length;

    public override void Run(int task, in CpuFrame frame) => weights.Get(requests[task]);
}
