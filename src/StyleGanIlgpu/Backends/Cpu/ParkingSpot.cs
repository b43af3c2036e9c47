namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// Where one thread sleeps until another wakes it. Announce, look once more for work, then sleep or leave: a waker that comes in between
/// is never missed, and each wake-up is consumed exactly once.
/// </summary>
internal sealed class ParkingSpot : IDisposable
{
    private readonly AutoResetEvent signal = new(initialState: false);
    private int parked;

    /// <summary>Says that the owner is about to sleep; from here on <see cref="TryWake"/> reaches it.</summary>
    public void Announce() => Interlocked.Exchange(ref parked, 1);

    /// <summary>Sleeps until woken.</summary>
    public void Sleep() => signal.WaitOne();

    /// <summary>Takes the announcement back, having found work.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref parked, 0) == 0)
            signal.WaitOne();
    }

    /// <summary>Wakes the owner if it sleeps or is about to.</summary>
    public bool TryWake()
    {
        if (Volatile.Read(ref parked) == 0 || Interlocked.Exchange(ref parked, 0) == 0)
            return false;
        signal.Set();
        return true;
    }

    public void Dispose() => signal.Dispose();
}
