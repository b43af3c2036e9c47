using StyleGanIlgpu.Backends.Cpu.Convolutions;
using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>A plan as phases over an arena.</summary>
internal sealed class CpuProgram(Plan plan, CpuPhase[] phases, ArenaPlan arena, CpuTeam team, NativeAllocator allocator) : EngineProgram(plan)
{
    /// <summary>The arena of a session. Scratch belongs to the team, which works on one session at a time.</summary>
    public override long SessionBytes => arena.Bytes;

    /// <summary>The steps of a run.</summary>
    public ReadOnlySpan<CpuPhase> Phases => phases;

    public CpuTeam Team => team;

    public override EngineSession CreateSession() => new CpuSession(this, new NativeBlock(allocator, arena.Bytes + ConvolutionKernel.OverreadBytes));

    /// <summary>Byte offset of a tensor in a session's arena.</summary>
    public long Offset(TensorId tensor) => arena.Offset(tensor.Index);
}
