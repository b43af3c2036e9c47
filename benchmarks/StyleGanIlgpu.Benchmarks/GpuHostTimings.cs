using System.Diagnostics;
using System.Globalization;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>
/// What the GPU engine costs the host: loading, making a session, a picture as one graph and kernel by kernel. Meant for the stand-in of the
/// driver's library (tests/StubDriver), whose calls return at once: then only our own side is timed.
/// </summary>
internal static class GpuHostTimings
{
    private const int Runs = 2000;
    private const int Batches = 5;

    public static int Run(ReadOnlySpan<string> networks)
    {
        Console.WriteLine("| network | launches | load, s | session, ms | a picture as one graph, us | us a launch | kernel by kernel, us | us a launch |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in networks.IsEmpty ? [.. RandomNetwork.Official.Keys] : networks.ToArray())
        {
            using var file = new ModelFile(RandomNetwork.Named[name](0));
            var plan = new GeneratorPlans(file.Network).Picture(1).Plan;
            using var engine = CudaChoice.Create(CudaStart.Here() with { CacheFolder = null }, null);
            var start = Stopwatch.GetTimestamp();
            var program = (CudaProgram)engine.Compile(plan);
            var load = Stopwatch.GetElapsedTime(start);
            program.CreateSession().Dispose();
            start = Stopwatch.GetTimestamp();
            using var session = program.CreateSession();
            var create = Stopwatch.GetElapsedTime(start);
            var together = Microseconds(session);
            session.Pass.UsesGraphs = false;
            var (apart, kernels) = (Microseconds(session), program.Launches.Count);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {kernels} | {load.TotalSeconds:0.00} | {create.TotalMilliseconds:0.00} | {together:0.0} | {together / kernels:0.000} | {apart:0.0} | {apart / kernels:0.000} |"));
        }
        return 0;
    }

    /// <summary>Of a run, the median of the means of several batches of them.</summary>
    private static double Microseconds(CudaSession session)
    {
        var means = new double[Batches];
        for (var batch = -1; batch < Batches; batch++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var run = 0; run < Runs; run++)
                session.Run(0, CancellationToken.None);
            means[Math.Max(batch, 0)] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Runs;
        }
        Array.Sort(means);
        return means[Batches / 2];
    }
}
