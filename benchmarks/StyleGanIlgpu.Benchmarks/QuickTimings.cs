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
        var times = new double[runs + 1];
        for (var run = 0; run <= runs; run++)
        {
            var start = Stopwatch.GetTimestamp();
            picture.Make();
            times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        if (!picture.Make().All(float.IsFinite))
            throw new InvalidOperationException($"{network}: the picture holds values that are not finite.");
        var counted = times[1..];
        Array.Sort(counted);
        return Line(picture.Engine, network, threads, runs, best: times.Min(), median: counted[runs / 2], first: times[0]);
    }

    private static string Line(string engine, string network, int threads, int runs, double best, double median, double first)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("engine", engine);
            json.WriteString("network", network);
            json.WriteNumber("threads", threads);
            json.WriteNumber("best_s", Math.Round(best, 4));
            json.WriteNumber("median_s", Math.Round(median, 4));
            // Compiles the plan and prepares the weights as well.
            json.WriteNumber("first_s", Math.Round(first, 4));
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
