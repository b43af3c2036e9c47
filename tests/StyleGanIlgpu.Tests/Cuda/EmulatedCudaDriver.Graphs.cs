using StyleGanIlgpu.Backends.Cuda.Driver;

namespace StyleGanIlgpu.Tests.Cuda;

internal unsafe partial class EmulatedCudaDriver
{
    private const uint Relaxed = 2;

    /// <summary>What a thread may do while it captures: the rest waits, allocates, or is no work of the stream's.</summary>
    private static readonly HashSet<string> CallsWhileCapturing =
        [nameof(LaunchKernel), nameof(MemcpyHtoDAsync), nameof(MemcpyDtoHAsync), nameof(MemcpyDtoDAsync), nameof(StreamEndCapture), nameof(CtxPushCurrent), nameof(CtxPopCurrent)];

    /// <summary>The stream that a thread captures.</summary>
    private readonly Dictionary<int, EmulatedStream> capturing = [];

    public override CudaResult StreamBeginCapture(nint stream, uint mode) => Call(() =>
    {
        var captured = Find<EmulatedStream>(stream);
        Require(mode == Relaxed, "the capture is relaxed, so that other threads may do what they like");
        Require(captured.IsNonBlocking, "the stream doesn't wait for the default one");
        Require(captured.Pending.Count == 0, "the stream has done its work");
        captured.Capture = new EmulatedCapture();
        capturing.Add(Environment.CurrentManagedThreadId, captured);
    });

    /// <summary>A capture ends even where it failed.</summary>
    public override CudaResult StreamEndCapture(nint stream, out nint graph)
    {
        nint made = 0;
        var failed = false;
        var result = Release(
            () =>
            {
                var captured = Find<EmulatedStream>(stream);
                Require(captured.Capture is not null, "the stream is captured");
                var capture = captured.Capture;
                captured.Capture = null;
                capturing.Remove(Environment.CurrentManagedThreadId);
                if (!capture.IsValid)
                    throw new DriverAnswer(CudaResult.StreamCaptureInvalidated);
                if (!failed)
                    made = Add(new EmulatedGraph { Context = captured.Context, Kind = "graph", Work = [.. capture.Work] });
            },
            failure => failed = true);
        graph = made;
        return result;
    }

    public override CudaResult GraphDestroy(nint graph) => Release(() =>
    {
        Find<EmulatedGraph>(graph);
        objects.Remove(graph);
    });

    public override CudaResult GraphInstantiate(out nint executable, nint graph) => Call(out executable, () =>
    {
        var recorded = Find<EmulatedGraph>(graph);
        return Add(new EmulatedExecutable { Context = recorded.Context, Kind = "executable graph", Work = recorded.Work });
    });

    public override CudaResult GraphLaunch(nint executable, nint stream) => Call(() =>
    {
        var (graph, target) = (Find<EmulatedExecutable>(executable), Find<EmulatedStream>(stream));
        foreach (var work in graph.Work)
            work.Check();
        foreach (var work in graph.Work)
            target.Add(work);
        GraphLaunches++;
    });

    public override CudaResult GraphExecDestroy(nint executable) => Release(() =>
    {
        Find<EmulatedExecutable>(executable);
        RequireIdle();
        objects.Remove(executable);
    });

    /// <summary>Graphs that were launched.</summary>
    public int GraphLaunches { get; private set; }

    /// <summary>What would end a capture on a device, or be recorded where it should be done.</summary>
    private void RequireNoCapture(string name)
    {
        if (!capturing.TryGetValue(Environment.CurrentManagedThreadId, out var stream) || CallsWhileCapturing.Contains(name))
            return;
        stream.Capture!.IsValid = false;
        throw new DriverMisuse("the thread captures no graph");
    }
}
