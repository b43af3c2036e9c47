using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StyleGanIlgpu.Backends.Cpu;

/// <summary>What cores do at most: multiply-adds in registers, as many independent ones as hide their latency, and nothing else.</summary>
internal static class RegisterPeak
{
    /// <summary>Long enough that the clock settles where it stays while all threads work.</summary>
    private const double Seconds = 0.4;

    private const int Rounds = 1_000_000;
    private const int Sums = 10;

    // Kept, so that the compiler can't drop the sums.
    private static float result;

    private static double Operations => 2.0 * Rounds * Sums * SimdLevel.Lanes;

    /// <summary>Operations a second of some threads together.</summary>
    public static double Measure(int threads)
    {
        var rates = new double[threads];
        using var start = new Barrier(threads);
        var team = new Thread[threads];
        for (var i = 0; i < threads; i++)
        {
            var index = i;
            team[i] = new Thread(() => rates[index] = Measure(start)) { IsBackground = true };
            team[i].Start();
        }
        foreach (var thread in team)
            thread.Join();
        return rates.Sum();
    }

    private static double Measure(Barrier start)
    {
        start.SignalAndWait();
        var (begin, runs) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < Seconds)
        {
            Run();
            runs++;
        }
        return runs * Operations / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static void Run()
    {
        result = SimdLevel.Lanes switch
        {
            16 => Run<Simd512, Vector512<float>>(),
            8 => Run<Simd256, Vector256<float>>(),
            _ => Run<Simd128, Vector128<float>>(),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run<TSimd, TVec>()
        where TSimd : struct, ISimd<TVec>
        where TVec : unmanaged
    {
        var (x, y) = (TSimd.Splat(0.5f), TSimd.Splat(0.25f));
        TVec a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (var round = 0; round < Rounds; round++)
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
        return TSimd.Sum(TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h)), TSimd.Add(i, j))));
    }
}
