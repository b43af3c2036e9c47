using System.Diagnostics;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>
/// Networks of the official shapes at several batch sizes: from latents on the host to float pictures on the host; and each launch by the
/// device's own clock.
/// </summary>
internal static class NetworkTimings
{
    private const int WarmUps = 3;

    public static void Run(CheckOptions options, CheckResults results)
    {
        foreach (var name in options.Networks)
        {
            foreach (var batch in options.Batches)
                results.Try($"{name} at batch {batch}", () => Run(name, batch, options, results));
        }
    }

    private static void Run(string name, int batch, CheckOptions options, CheckResults results)
    {
        // An engine of its own for each, so that the peak of memory is this batch's.
        using var network = new OneNetwork(RandomNetwork.Official[name](0), options.Device);
        using var pictures = network.Prepare(batch);
        var timing = Time(name, batch, pictures, options.Runs) with { PeakDeviceBytes = network.Cuda?.Context.PeakBytes ?? 0 };
        if (pictures.Session is CudaSession { Pass.UsesGraphs: true } graphs)
        {
            graphs.Pass.UsesGraphs = false;
            timing = timing with { OneByOneSeconds = Time(name, batch, pictures, options.Runs).BestSeconds };
            graphs.Pass.UsesGraphs = true;
        }
        results.Timings.Add(timing);
        if (network.Cuda?.NoGraphs is { } reason && !results.Notes.Contains(reason))
            results.Notes.Add(reason);
        if (pictures.Session is CudaSession session)
        {
            results.Launches.AddRange(session.TimeLaunches(options.Runs).Select((time, index) => new LaunchResult(
                name, batch, index, time.Launch.Kernel, $"{time.Launch.Grid.X} x {time.Launch.Grid.Y} x {time.Launch.Grid.Z}", time.Microseconds)));
        }
    }

    private static TimingResult Time(string name, int batch, OneNetwork.Batch pictures, int runs)
    {
        for (var run = 0; run < WarmUps; run++)
        {
            if (!pictures.Run().All(float.IsFinite))
                throw new InvalidOperationException($"{name}: the picture holds values that are not finite.");
        }
        var times = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            pictures.Run();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(times);
        return new TimingResult(name, "float32", batch, times[0], times[runs / 2], batch / times[0], PeakDeviceBytes: 0);
    }
}
