using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StyleGanIlgpu.Backends.Cpu;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>
/// Convolutions in GFLOP/s, the best of a second each, beside what this core can do at all: quick enough to use while a kernel is changed.
/// </summary>
internal static class ConvolutionTimings
{
    private const int PeakRounds = 1_000_000;
    private const int PeakSums = 10;

    // Kept, so that the compiler can't drop the sums.
    private static float peakResult;

    /// <param name="args">Threads (1 if not given), then names of layers (all if none).</param>
    public static int Run(ReadOnlySpan<string> args)
    {
        var threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        string[] layers = args.Length > 1 ? [.. args[1..]] : [.. ConvolutionShape.All.Keys];
        Report("one core, registers only", 2.0 * PeakRounds * PeakSums * SimdLevel.Lanes, Peak);
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

    private static void Peak()
    {
        switch (SimdLevel.Lanes)
        {
            case 16:
                Peak<Simd512, Vector512<float>>();
                break;
            case 8:
                Peak<Simd256, Vector256<float>>();
                break;
            default:
                Peak<Simd128, Vector128<float>>();
                break;
        }
    }

    /// <summary>As many independent multiply-adds as hide their latency, and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Peak<TSimd, TVec>()
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var (x, y) = (TSimd.Splat(0.5f), TSimd.Splat(0.25f));
        TVec a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (var round = 0; round < PeakRounds; round++)
        {
            a = TSimd.MultiplyAdd(x, y, a);
            b = TSimd.MultiplyAdd(x, y, b);
            c = TSimd.MultiplyAdd(x, y, c);
            d = TSimd.MultiplyAdd(x, y, d);
            e = TSimd.MultiplyAdd(x, y, e);
            f = TSimd.MultiplyAdd(x, y, f);
            g = TSimd.MultiplyAdd(x, y, g);
            h = TSimd.MultiplyAdd(x, y, h);
            i = TSimd.MultiplyAdd(x, y, i);
            j = TSimd.MultiplyAdd(x, y, j);
        }
        peakResult = TSimd.Sum(TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h)), TSimd.Add(i, j))));
    }
}
