namespace StyleGanIlgpu.PtxEmulator;

/// <summary>What is checked, what is allowed, and on how many threads blocks run.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The compute capability, 75 to 120: it decides which PTX can be loaded and how much shared memory there is.</summary>
    public int Architecture { get; init; } = 90;

    /// <summary>Blocks of a launch run on so many threads; results and counters don't depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Report threads that touch the same word without a barrier between them.</summary>
    public bool CheckRaces { get; init; } = true;

    /// <summary>Report reads of shared or global memory that nobody wrote.</summary>
    public bool CheckInitialised { get; init; } = true;

    /// <summary>
    /// Fill new memory with ones, which are NaN in every float type. Without, what is never touched costs the host nothing: for samples of launches on
    /// buffers that are larger than its memory.
    /// </summary>
    public bool FillMemory { get; init; } = true;

    /// <summary>The hardware counts threads that have returned as arrived at a barrier; PTX says that all threads take part.</summary>
    public bool ExitedThreadsCountAsArrived { get; init; }

    /// <summary>The most blocks of instructions that a warp may execute before it is taken for one that never ends.</summary>
    public long StepsPerWarp { get; init; } = 50_000_000;

    /// <summary>
    /// The inexact instructions that may occur, by full name. Each result is moved within the bound that PTX documents: 2^-23
    /// relative for <c>rcp</c> and <c>sqrt</c>, 2^-22.9 for <c>rsqrt</c>, 2^-22 for <c>ex2</c> and (absolute near 1) <c>lg2</c>.
    /// <c>sin</c>, <c>cos</c> (2^-20.5 absolute, within 2 pi only), <c>tanh</c> (2^-11) and <c>div</c> (2 units in the last place)
    /// have to be allowed on purpose.
    /// </summary>
    public IReadOnlySet<string> AllowedApproximations { get; init; } = new HashSet<string>
    {
        "rcp.approx.f32", "rcp.approx.ftz.f32",
        "sqrt.approx.f32", "sqrt.approx.ftz.f32",
        "rsqrt.approx.f32", "rsqrt.approx.ftz.f32",
        "ex2.approx.f32", "ex2.approx.ftz.f32",
        "lg2.approx.f32", "lg2.approx.ftz.f32",
    };
}
