using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

internal unsafe partial class EmulatedCudaDriver
{
    /// <summary>No other stream waits for it, as non-blocking ones don't.</summary>
    private readonly EmulatedStream defaultStream = new() { Context = 0, Kind = "default stream" };

    private readonly List<EmulatedStream> destroyedAtWork = [];

    /// <summary>Copies out of ordinary memory that have returned and haven't arrived.</summary>
    public int CopiesUnderWay => defaultStream.Pending.Count;

    public override CudaResult StreamCreate(out nint stream, uint flags) => Call(out stream, () =>
    {
        Require(flags is 0 or 1, "flags are known");
        return Add(new EmulatedStream { Context = RequireContext(), Kind = "stream", IsNonBlocking = flags == 1 });
    });

    /// <summary>Returns at once: what the stream was given goes on, and nobody can wait for it any more.</summary>
    public override CudaResult StreamDestroy(nint stream) => Release(() =>
    {
        var destroyed = Find<EmulatedStream>(stream);
        objects.Remove(stream);
        if (destroyed.Pending.Count > 0)
            destroyedAtWork.Add(destroyed);
    });

    public override CudaResult StreamSynchronize(nint stream) => Call(() => Finish(FindStream(stream)));

    public override CudaResult StreamWaitEvent(nint stream, nint recorded, uint flags) => Call(() =>
    {
        Require(flags == 0, "flags are 0");
        var (other, mark) = (Find<EmulatedEvent>(recorded).Recorded, Find<EmulatedEvent>(recorded).Mark);
        Find<EmulatedStream>(stream).Add(new EmulatedWork(
            () =>
            {
                if (other is not null)
                    Finish(other, mark);
            },
            () => { }));
    });

    public override CudaResult EventCreate(out nint created, uint flags) =>
        Call(out created, () => Add(new EmulatedEvent { Context = RequireContext(), Kind = "event" }));

    /// <summary>A stream of nobody's is no misuse: the caller of the library may have it from anywhere.</summary>
    public override CudaResult EventRecord(nint recorded, nint stream) => Call(() =>
    {
        if (stream != 0 && !objects.ContainsKey(stream))
            throw new DriverAnswer(CudaResult.InvalidHandle);
        var passed = FindStream(stream);
        (Find<EmulatedEvent>(recorded).Recorded, Find<EmulatedEvent>(recorded).Mark) = (passed, passed.Given);
    });

    public override CudaResult EventSynchronize(nint recorded) => Call(() =>
    {
        var reached = Find<EmulatedEvent>(recorded);
        Require(reached.Recorded is not null, "the event is recorded");
        Finish(reached.Recorded, reached.Mark);
    });

    public override CudaResult EventElapsedTime(out float milliseconds, nint start, nint end) => Call(out milliseconds, () =>
    {
        Require(Find<EmulatedEvent>(start).Recorded is not null && Find<EmulatedEvent>(end).Recorded is not null, "both events are recorded");
        return 1f;
    });

    public override CudaResult EventDestroy(nint destroyed) => Release(() =>
    {
        Find<EmulatedEvent>(destroyed);
        objects.Remove(destroyed);
    });

    private EmulatedStream FindStream(nint stream)
    {
        if (stream != 0)
            return Find<EmulatedStream>(stream);
        RequireContext();
        return defaultStream;
    }

    private static void Finish(EmulatedStream stream)
    {
        Require(stream.Capture is null, "the stream isn't captured");
        Finish(stream, stream.Given);
    }

    private static void Finish(EmulatedStream stream, long mark)
    {
        while (stream.Given - stream.Pending.Count < mark)
            stream.Pending.Dequeue().Do();
    }
}
