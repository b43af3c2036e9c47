namespace StyleGanIlgpu.Backends;

/// <summary>
/// Lends the sessions of one program: they are made on demand up to a bound, kept for the next caller, and waited for beyond it.
/// Renting allocates nothing once the sessions exist.
/// </summary>
/// <param name="program">Whose sessions.</param>
/// <param name="capacity">The bound.</param>
/// <param name="makeRoom">Releases memory that nobody is using, and says whether there was any; called when a session doesn't fit.</param>
internal sealed class SessionPool(EngineProgram program, int capacity, Func<bool> makeRoom) : IDisposable
{
    private readonly SemaphoreSlim places = new(capacity, capacity);
    private readonly EngineSession?[] idle = new EngineSession?[capacity];
    private readonly Lock gate = new();
    private int idleCount;
    private bool disposed;

    public EngineProgram Program => program;

    /// <summary>Waits for a session. Give it back with <see cref="Return"/>, also after a failed run.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public EngineSession Rent(CancellationToken cancellation)
    {
        places.Wait(cancellation);
        try
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, typeof(Generator));
                if (idleCount > 0)
                    return idle[--idleCount]!;
            }
            return Create();
        }
        catch
        {
            places.Release();
            throw;
        }
    }

    /// <summary>One that has failed isn't lent again.</summary>
    public void Return(EngineSession session)
    {
        bool isKept;
        lock (gate)
        {
            isKept = !disposed && !session.HasFailed;
            if (isKept)
                idle[idleCount++] = session;
        }
        if (!isKept)
            session.Dispose();
        places.Release();
    }

    /// <summary>Releases the sessions that nobody has rented.</summary>
    /// <returns>Whether there were any.</returns>
    public bool ReleaseIdle()
    {
        lock (gate)
        {
            var any = idleCount > 0;
            while (idleCount > 0)
                idle[--idleCount]!.Dispose();
            return any;
        }
    }

    /// <summary>Releases idle sessions now, and rented ones when they come back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            ReleaseIdle();
        }
    }

    private EngineSession Create()
    {
        try
        {
            return program.CreateSession();
        }
        catch (OutOfDeviceMemoryException)
        {
            if (!makeRoom())
                throw;
            return program.CreateSession();
        }
    }
}
