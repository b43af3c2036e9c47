using System.Diagnostics;
using System.Globalization;
using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>
/// Convolutions in GFLOP/s, the best of a second each, beside what this core can do at all: quick enough to use while a kernel is changed.
/// </summary>
internal static class ConvolutionTimings
{
    /// <param name="args">Threads (1 if not given), then names of layers (all if none).</param>
    public static int Run(ReadOnlySpan<string> args)
    {
        var threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        string[] layers = args.Length > 1 ? [.. args[1..]] : [.. ConvolutionShape.All.Keys];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"registers only",-26} {"",12} {RegisterPeak.Measure(threads) / 1e9,8:f1} GFLOP/s"));
        foreach (var name in layers)
        {
            var shape = ConvolutionShape.All[name];
            using var layer = new ConvolutionLayer(shape, threads);
            Report(name, shape.Operations, layer.Run);
        }
        return 0;
    }

    private static void Report(string name, double operations, Action run)
    {
        var (best, start, runs) = (double.MaxValue, Stopwatch.GetTimestamp(), 0);
        while (runs++ < 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < 1)
        {
            var begin = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-26} {best * 1e3,9:f3} ms {operations / best / 1e9,8:f1} GFLOP/s"));
    }
}
