using System.Diagnostics;
using System.Text;
using System.Text.Json;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>Times whole pictures and prints one JSON line a network, with the same fields as the PyTorch baseline's.</summary>
internal static class QuickTimings
{
    private const string Usage = "usage: --quick [NETWORK...] [--threads N] [--runs N]";

    private static readonly string[] Defaults = ["stylegan2-256", "stylegan2-1024", "stylegan3-t-256", "stylegan3-r-256"];

    public static int Run(ReadOnlySpan<string> args)
    {
        var (networks, threads, runs) = (new List<string>(), Environment.ProcessorCount, 5);
        for (var i = 0; i < args.Length; i++)
        {
            var valued = i + 1 < args.Length && int.TryParse(args[i + 1], out var number) && number > 0 ? number : 0;
            if (args[i] == "--threads" && valued > 0)
                (threads, i) = (valued, i + 1);
            else if (args[i] == "--runs" && valued > 0)
                (runs, i) = (valued, i + 1);
            else if (RandomNetwork.Official.ContainsKey(args[i]))
                networks.Add(args[i]);
            else
                return Refuse(args[i]);
        }
        foreach (var network in networks.Count > 0 ? networks : [.. Defaults])
            Console.WriteLine(Time(network, threads, runs));
        return 0;
    }

    private static string Time(string network, int threads, int runs)
    {
        using var picture = new OnePicture(network, threads);
        var (times, processor) = (new double[runs + 1], new double[runs + 1]);
        for (var run = 0; run <= runs; run++)
        {
            var (start, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            picture.Make();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            processor[run] = (Environment.CpuUsage.TotalTime - busy).TotalSeconds;
        }
        if (!picture.Make().All(float.IsFinite))
            throw new InvalidOperationException($"{network}: the picture holds values that are not finite.");
        var counted = times[1..];
        Array.Sort(counted);
        return Line(picture.Engine, network, threads, runs,
            ("best_s", times.Min()), ("median_s", counted[runs / 2]), ("first_s", times[0]), ("cpu_s", processor.Min()));
    }

    // first_s: compiles the plan and prepares the weights as well. cpu_s: processor time, for busy machines; with one thread only, since
    // several wait for each other by spinning.
    private static string Line(string engine, string network, int threads, int runs, params ReadOnlySpan<(string Name, double Seconds)> figures)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("engine", engine);
            json.WriteString("network", network);
            json.WriteNumber("threads", threads);
            foreach (var (name, seconds) in figures)
                json.WriteNumber(name, Math.Round(seconds, 4));
            json.WriteNumber("runs", runs);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static int Refuse(string argument)
    {
        Console.Error.WriteLine($"{argument}: {Usage}; networks: {string.Join(", ", RandomNetwork.Official.Keys)}");
        return 2;
    }
}
