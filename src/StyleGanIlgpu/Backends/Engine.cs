using StyleGanIlgpu.Plans;

namespace StyleGanIlgpu.Backends;

/// <summary>Compiles plans for one device. Prepared weights live as long as the engine and are shared by all its programs. Thread-safe.</summary>
internal abstract class Engine : IDisposable
{
    /// <summary>One line for people: the device, the instruction set, the threads.</summary>
    public abstract string Description { get; }

    /// <summary>Prepares the plan's weights (those not yet prepared) and plans its memory.</summary>
    /// <exception cref="NotSupportedException">The plan holds an op, or a form of one, that this engine lacks.</exception>
    public abstract EngineProgram Compile(Plan plan);

    public abstract void Dispose();
}

/// <summary>A plan compiled for a device: immutable, shared by any number of sessions.</summary>
internal abstract class EngineProgram(Plan plan)
{
    public Plan Plan { get; } = plan;

    /// <summary>Bytes that one session takes for activations and scratch.</summary>
    public abstract long SessionBytes { get; }

    /// <summary>Allocates what one run at a time needs.</summary>
    public abstract EngineSession CreateSession();
}

/// <summary>The memory of one run at a time. Not thread-safe; nothing is allocated after it is made.</summary>
internal abstract class EngineSession : IDisposable
{
    /// <summary>Whether a run went wrong in such a way that there must be no other.</summary>
    public virtual bool HasFailed => false;

    /// <summary>Writes an input: rows as [N, C], maps as NCHW.</summary>
    public abstract void Write(TensorId input, ReadOnlySpan<float> values);

    /// <summary>Runs the whole program.</summary>
    /// <param name="noiseSeed">Key of the random noise, where the plan has any.</param>
    /// <param name="cancellation">Looked at between ops; on a device, which is given many at once, between those.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; outputs hold nothing of use.</exception>
    public abstract void Run(ulong noiseSeed, CancellationToken cancellation);

    /// <summary>Reads an output of rows as [N, C], or of maps as NCHW.</summary>
    public abstract void Read(TensorId output, Span<float> values);

    /// <summary>Reads an output of pixels as interleaved bytes [N, H, W, C].</summary>
    public abstract void Read(TensorId output, Span<byte> pixels);

    public abstract void Dispose();
}
