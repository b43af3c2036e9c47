using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>
/// The threads of an engine, shared by all its sessions. They work on one program at a time, the caller's thread among them; other callers
/// wait. Workers belong to the team alone: the host's thread pool never sees this work. Between phases they spin for a moment,
/// too short to be felt on a crowded machine, and then sleep.
/// </summary>
internal sealed unsafe class CpuTeam : IDisposable
{
    private const int SpinMicroseconds = 50;
    private const int WorkerStackBytes = 1 << 20;

    private readonly SemaphoreSlim gate = new(1);
    private readonly Thread[] threads;
    private readonly ParkingSpot[] spots;
    private readonly ParkingSpot callerSpot = new();
    private readonly NativeAllocator allocator;
    private readonly NativeBlock?[] scratch;
    private readonly long spinTicks;

    private TaskTickets tickets;
    private CpuPhase? phase;
    private int taskCount;
    private byte* arena;
    private ulong noiseSeed;
    private ExceptionDispatchInfo? failure;
    private volatile bool stopping;

    public CpuTeam(int threadCount, NativeAllocator allocator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        this.allocator = allocator;
        spinTicks = threadCount > Environment.ProcessorCount ? 0 : Stopwatch.Frequency * SpinMicroseconds / 1_000_000;
        scratch = new NativeBlock?[threadCount];
        threads = new Thread[threadCount - 1];
        spots = new ParkingSpot[threadCount - 1];
        for (var i = 0; i < threads.Length; i++)
        {
            var worker = i;
            spots[i] = new ParkingSpot();
            threads[i] = new Thread(() => Work(worker), WorkerStackBytes) { IsBackground = true, Name = $"StyleGAN worker {i + 1}" };
        }
        // Without the caller's execution context: its async-locals would live as long as the team.
        foreach (var thread in threads)
            thread.UnsafeStart();
    }

    /// <summary>Threads that work on a program, the caller's among them.</summary>
    public int ThreadCount => scratch.Length;

    /// <summary>Makes each worker's scratch at least this large. Waits for a program that is running.</summary>
    public void ReserveScratch(long bytes)
    {
        gate.Wait();
        try
        {
            ObjectDisposedException.ThrowIf(stopping, typeof(CpuEngine));
            for (var i = 0; i < scratch.Length; i++)
            {
                if (scratch[i] is { } block && block.Length >= bytes)
                    continue;
                scratch[i]?.Dispose();
                scratch[i] = null;
                scratch[i] = new NativeBlock(allocator, bytes);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Runs phases one after another. An exception of a task comes out here, after the tasks under way have ended.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while it waited for its turn or between two phases.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public void Run(ReadOnlySpan<CpuPhase> phases, byte* arena, ulong noiseSeed, CancellationToken cancellation)
    {
        gate.Wait(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(stopping, typeof(CpuEngine));
            this.arena = arena;
            this.noiseSeed = noiseSeed;
            foreach (var next in phases)
            {
                cancellation.ThrowIfCancellationRequested();
                RunPhase(next);
            }
        }
        finally
        {
            phase = null;
            gate.Release();
        }
    }

    /// <summary>Ends the threads, after a program that is running.</summary>
    public void Dispose()
    {
        gate.Wait();
        try
        {
            if (stopping)
                return;
            stopping = true;
            foreach (var spot in spots)
                spot.TryWake();
            foreach (var thread in threads)
                thread.Join();
            foreach (var spot in spots)
                spot.Dispose();
            callerSpot.Dispose();
            foreach (var block in scratch)
                block?.Dispose();
        }
        finally
        {
            // The gate itself stays, so that a late caller hears that the engine is disposed.
            gate.Release();
        }
    }

    private void RunPhase(CpuPhase next)
    {
        phase = next;
        taskCount = next.TaskCount;
        if (taskCount <= 0)
            return;
        failure = null;
        tickets.Open(taskCount);
        if (taskCount > 1)
            Wake(taskCount - 1);
        TakeTasks(spots.Length);
        while (tickets.Finished < taskCount && !Spin(untilFinished: true))
        {
            callerSpot.Announce();
            if (tickets.Finished < taskCount)
                callerSpot.Sleep();
            else
                callerSpot.Leave();
        }
        if (failure is { } thrown)
        {
            failure = null;
            thrown.Throw();
        }
    }

    private void Wake(int count)
    {
        foreach (var spot in spots)
        {
            if (count == 0)
                return;
            if (spot.TryWake())
                count--;
        }
    }

    private void Work(int worker)
    {
        while (true)
        {
            TakeTasks(worker);
            if (stopping)
                return;
            if (Spin(untilFinished: false))
                continue;
            var spot = spots[worker];
            spot.Announce();
            if (tickets.Any || stopping)
                spot.Leave();
            else
                spot.Sleep();
        }
    }

    private void TakeTasks(int worker)
    {
        while (tickets.TryTake(out var left))
        {
            // The phase can't end before this task, so from here on its fields hold still.
            var total = taskCount;
            try
            {
                if (failure is null)
                {
                    var block = scratch[worker];
                    phase!.Run(total - left, new CpuFrame(arena, block is null ? null : block.Pointer, noiseSeed));
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
            if (tickets.Finish() == total && worker < spots.Length)
                callerSpot.TryWake();
        }
    }

    /// <summary>Waits a moment for what the thread wants: the end of the phase, or more work. Says whether it came.</summary>
    private bool Spin(bool untilFinished)
    {
        var deadline = Stopwatch.GetTimestamp() + spinTicks;
        do
        {
            if (untilFinished ? tickets.Finished >= taskCount : tickets.Any || stopping)
                return true;
            Thread.SpinWait(16);
        }
        while (Stopwatch.GetTimestamp() < deadline);
        return false;
    }
}
