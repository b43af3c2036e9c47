using System.Diagnostics;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>
/// Networks of the official shapes: from latents on the host to bytes on the host; the device's part alone, as graphs and launch by launch; each
/// launch by the device's own clock beside its prediction.
/// </summary>
internal sealed class NetworkTimings(CheckOptions options, CheckResults results)
{
    private const int WarmUps = 3;

    private readonly Lazy<ModelPredictions> predictions = new(() => ModelPredictions.Read(options, results));

    public void Run(string name, Precision precision, int batch)
    {
        try
        {
            Time(name, precision, batch);
        }
        catch (OutOfDeviceMemoryException fault)
        {
            // The device is small, and nothing is wrong.
            throw new NotCheckedException(fault.Message);
        }
    }

    private void Time(string name, Precision precision, int batch)
    {
        if (batch == options.Batches.Min())
            RequireFinite(name, precision, batch);
        // An engine of its own for each, so that the peak of memory is this batch's.
        using var network = Open(name, precision);
        using var pictures = network.Prepare(batch);
        var timing = TimeOnHost(name, precision, batch, pictures);
        if (pictures.Session is CudaSession session && network.Cuda is { } cuda)
        {
            timing = timing with
            {
                DeviceSeconds = TimeOnDevice(session),
                PeakDeviceBytes = cuda.Context.PeakBytes,
                PlannedBytes = CudaPlanning.Describe(session.Program.Plan, precision, cuda.Device.ComputeCapability).PeakBytes,
            };
            if (session.Pass.UsesGraphs)
            {
                session.Pass.UsesGraphs = false;
                timing = timing with { OneByOneSeconds = TimeOnDevice(session) };
                session.Pass.UsesGraphs = true;
            }
            if (cuda.NoGraphs is { } reason)
                results.Note(reason);
            var launches = session.TimeLaunches(options.Runs).Select((time, index) => new LaunchResult(
                name, precision.Name(), batch, index, time.Launch.Kernel, $"{time.Launch.Grid.X} x {time.Launch.Grid.Y} x {time.Launch.Grid.Z}", time.Microseconds));
            predictions.Value.Add(DeviceSpeed.Of(cuda), [.. launches], results);
        }
        results.Timings.Add(timing);
    }

    private OneNetwork Open(string name, Precision precision) => new(RandomNetwork.Official[name](0), options.Device, precision);

    /// <summary>Times of pictures that are no pictures would be worth nothing.</summary>
    private void RequireFinite(string name, Precision precision, int batch)
    {
        using var network = Open(name, precision);
        using var floats = network.Prepare(batch, bytes: null);
        if (!floats.RunToFloats().All(float.IsFinite))
            throw new InvalidOperationException($"{name}: the picture holds values that are not finite.");
    }

    private TimingResult TimeOnHost(string name, Precision precision, int batch, OneNetwork.Batch pictures)
    {
        for (var run = 0; run < WarmUps; run++)
            pictures.Run();
        var times = new double[options.Runs];
        for (var run = 0; run < times.Length; run++)
        {
            var start = Stopwatch.GetTimestamp();
            pictures.Run();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(times);
        return new TimingResult(name, precision.Name(), batch, times[0], times[times.Length / 2], batch / times[times.Length / 2], PeakDeviceBytes: 0);
    }

    private double TimeOnDevice(CudaSession session)
    {
        session.TimePasses(WarmUps);
        var times = session.TimePasses(options.Runs);
        Array.Sort(times);
        return times[times.Length / 2] / 1e6;
    }
}
