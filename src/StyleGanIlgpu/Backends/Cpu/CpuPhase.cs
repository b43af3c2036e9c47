namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// A step of a CPU program that the whole team works on: independent tasks, then a barrier. An op compiles into one phase or more.
/// A phase is immutable once the program is compiled, and runs for many sessions.
/// </summary>
internal abstract class CpuPhase
{
    /// <summary>Independent tasks; workers take them one after another.</summary>
    public abstract int TaskCount { get; }

    /// <summary>Bytes of scratch that a worker needs for a task; uninitialised when it starts.</summary>
    public virtual int ScratchBytes => 0;

    public abstract void Run(int task, in CpuFrame frame);
}

/// <summary>What a task works on. All pointers are aligned to 64 bytes.</summary>
internal readonly unsafe struct CpuFrame(byte* arena, byte* scratch, ulong noiseSeed)
{
    /// <summary>The session's arena; phases hold byte offsets into it.</summary>
    public byte* Arena { get; } = arena;

    /// <summary>Scratch of the worker that runs the task.</summary>
    public byte* Scratch { get; } = scratch;

    public ulong NoiseSeed { get; } = noiseSeed;

    public float* Floats(long offset) => (float*)(Arena + offset);
}
