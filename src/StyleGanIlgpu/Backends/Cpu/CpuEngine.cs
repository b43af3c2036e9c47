using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>The engine that every machine has: managed vector code on a team of threads.</summary>
internal sealed unsafe class CpuEngine : Engine
{
    private readonly NativeAllocator memory;
    private readonly CpuTeam team;
    private readonly PreparedWeightCache weights;

    /// <param name="threads">Threads that work on a picture; 0 for as many as the process may use (a container's limit counts).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is negative.</exception>
    public CpuEngine(int threads = 0)
        : this(threads, NativeAllocator.Heap, NativeAllocator.Heap)
    {
    }

    /// <param name="threads">Threads that work on a picture; 0 for as many as the process may use.</param>
    /// <param name="memory">Where arenas and scratch come from; their first contents don't matter.</param>
    /// <param name="weightMemory">Where prepared weights come from.</param>
    internal CpuEngine(int threads, NativeAllocator memory, NativeAllocator weightMemory)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        this.memory = memory;
        team = new CpuTeam(threads == 0 ? Environment.ProcessorCount : threads, memory);
        weights = new PreparedWeightCache(weightMemory);
    }

    public override string Description =>
        $"CPU, {SimdLevel.Name}, {team.ThreadCount} {(team.ThreadCount == 1 ? "thread" : "threads")}";

    public override EngineProgram Compile(Plan plan)
    {
        var fused = CpuFusion.Of(plan);
        var survey = new CpuSurvey(fused, team.ThreadCount);
        survey.Run();
        team.Run([new PreparationPhase(survey.Preparations, weights)], null, 0, CancellationToken.None);
        var arena = new ArenaPlan([.. TensorLifetimes.Of(fused, CpuLayout.Bytes), .. survey.Temporaries], NativeAllocator.Alignment);
        var phases = new CpuLinker(fused, team.ThreadCount, arena, weights).Run();
        team.ReserveScratch(phases.Select(p => (long)p.ScratchBytes).DefaultIfEmpty().Max());
        return new CpuProgram(plan, phases, arena, team, memory);
    }

    public override void Dispose()
    {
        team.Dispose();
        weights.Dispose();
    }
}
