using System.Diagnostics;
using System.Text.Json;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>Times whole pictures and prints one JSON line a network, with the same fields as the PyTorch baseline's.</summary>
internal static class QuickTimings
{
    private const string Usage = "usage: --quick [NETWORK...] [--threads N] [--batch N] [--runs N]";

    private static readonly string[] Defaults = ["stylegan2-256", "stylegan2-1024", "stylegan3-t-256", "stylegan3-r-256"];

    public static int Run(ReadOnlySpan<string> args)
    {
        var (networks, threads, batch, runs) = (new List<string>(), Environment.ProcessorCount, 1, 5);
        for (var i = 0; i < args.Length; i++)
        {
            var valued = i + 1 < args.Length && int.TryParse(args[i + 1], out var number) && number > 0 ? number : 0;
            if (args[i] == "--threads" && valued > 0)
                (threads, i) = (valued, i + 1);
            else if (args[i] == "--batch" && valued > 0)
                (batch, i) = (valued, i + 1);
            else if (args[i] == "--runs" && valued > 0)
                (runs, i) = (valued, i + 1);
            else if (NamedNetwork.Find(args[i]) is not null)
                networks.Add(args[i]);
            else
                return Refuse(args[i]);
        }
        foreach (var network in networks.Count > 0 ? networks : [.. Defaults])
            Console.WriteLine(Time(network, threads, batch, runs));
        return 0;
    }

    // All seconds are a picture's. first_s: compiles the plan and prepares the weights as well. cpu_s: processor time, for busy machines; with
    // one thread only, since several wait for each other by spinning.
    private static string Time(string network, int threads, int batch, int runs)
    {
        using var picture = new OnePicture(network, threads, batch);
        var (times, processor) = (new double[runs + 1], new double[runs + 1]);
        for (var run = 0; run <= runs; run++)
        {
            var (start, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            picture.Make();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds / batch;
            processor[run] = (Environment.CpuUsage.TotalTime - busy).TotalSeconds / batch;
        }
        if (!picture.Make().All(float.IsFinite))
            throw new InvalidOperationException($"{network}: the picture holds values that are not finite.");
        var counted = times[1..];
        Array.Sort(counted);
        return JsonSerializer.Serialize(new
        {
            engine = picture.Engine,
            network,
            threads,
            batch,
            gflop = Math.Round(picture.Operations / 1e9, 3),
            best_s = Math.Round(times.Min(), 5),
            median_s = Math.Round(counted[runs / 2], 5),
            first_s = Math.Round(times[0], 5),
            cpu_s = Math.Round(processor.Min(), 5),
            runs,
        });
    }

    private static int Refuse(string argument)
    {
        Console.Error.WriteLine($"{argument}: {Usage}; networks: {string.Join(", ", RandomNetwork.Named.Keys)}, stylegan2-RESOLUTION-CHANNELBASE");
        return 2;
    }
}
