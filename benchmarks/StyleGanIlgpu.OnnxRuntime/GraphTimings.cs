using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace StyleGanIlgpu.OnnxRuntime;

/// <summary>One graph under one setting of the runtime: seconds of each picture, z to float picture, the first included.</summary>
/// <param name="Setting">The graph's form, and whether idle threads spin or sleep.</param>
/// <param name="Threads">Threads of the runtime.</param>
/// <param name="Seconds">Wall-clock time of each.</param>
/// <param name="Processor">Processor time of each.</param>
internal sealed record GraphTimings(string Setting, int Threads, double[] Seconds, double[] Processor)
{
    private const double MostError = 1e-4;

    public double Best => Seconds.Min();

    /// <summary>Times a graph, whose picture must be the plain network's.</summary>
    public static GraphTimings Measure(string path, int threads, bool spins, int runs)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", spins ? "1" : "0");
        using var session = new InferenceSession(path, options);
        using var request = new RunOptions();
        var z = Floats(Path.ChangeExtension(path, "z"));
        using var input = OrtValue.CreateTensorValueFromMemory(z, [1, z.Length]);
        var (seconds, processor) = (new double[runs + 1], new double[runs + 1]);
        for (var run = 0; run <= runs; run++)
        {
            var (start, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            using var pictures = session.Run(request, ["z"], [input], ["picture"]);
            seconds[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            processor[run] = (Environment.CpuUsage.TotalTime - busy).TotalSeconds;
            if (run == 0)
                Check(path, pictures[0].GetTensorDataAsSpan<float>(), Floats(Path.ChangeExtension(path, "picture")));
        }
        // NETWORK.FORM.onnx
        var form = Path.GetExtension(Path.GetFileNameWithoutExtension(path)).TrimStart('.');
        return new GraphTimings($"{form}, {(spins ? "spinning" : "sleeping")}", threads, seconds, processor);
    }

    /// <summary>The fields of the other engines' lines.</summary>
    public string ToJson(string network)
    {
        var counted = Seconds[1..];
        Array.Sort(counted);
        return JsonSerializer.Serialize(new
        {
            engine = "onnxruntime " + OrtEnv.Instance().GetVersionString(),
            network,
            setting = Setting,
            threads = Threads,
            best_s = Math.Round(Best, 4),
            median_s = Math.Round(counted[counted.Length / 2], 4),
            first_s = Math.Round(Seconds[0], 4),
            cpu_s = Math.Round(Processor.Min(), 4),
            runs = counted.Length,
        });
    }

    private static void Check(string path, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        var (difference, energy) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow(actual[i] - expected[i], 2);
            energy += Math.Pow(expected[i], 2);
        }
        var error = Math.Sqrt(difference / energy);
        if (actual.Length != expected.Length || !(error < MostError))
            throw new InvalidOperationException($"{path}: the picture is off by {error:e1} of the plain network's.");
    }

    private static float[] Floats(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
}
