using System.Diagnostics;
using System.Globalization;
using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cpu;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Reference;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>
/// Whole pictures of networks of the official shapes, by the CPU engine and by the reference in double precision: what the tests check layer
/// by layer on cropped maps, at full size. The reference takes up to minutes a network.
/// </summary>
internal static class Verification
{
    /// <returns>0 when all are within the limits, 1 when one isn't, 2 where there is none or a name isn't known.</returns>
    public static int Run(string[] networks)
    {
        var unknown = networks.Except(RandomNetwork.Named.Keys).ToArray();
        if (networks.Length == 0 || unknown.Length > 0)
        {
            Console.Error.WriteLine($"{string.Concat(unknown.Select(name => $"{name}: "))}usage: --verify NETWORK...; networks: {string.Join(", ", RandomNetwork.Named.Keys)}");
            return 2;
        }
        // All of them, also after one that fails.
        string[] failed = [.. networks.Where(name => !Verify(name))];
        return failed.Length == 0 ? 0 : 1;
    }

    private static bool Verify(string name)
    {
        using var checkpoint = RandomNetwork.Named[name](0);
        var network = GeneratorNetwork.Bind(checkpoint);
        var (actual, seconds) = Make(network, new CpuEngine());
        var (expected, referenceSeconds) = Make(network, new ReferenceEngine(keepsOutputsOnly: true));
        var parity = PictureParity.Of(actual, expected);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: relative RMSE {parity.RelativeRmse:g2}, bytes off by {parity.ByteDifference} at most, engine {seconds:f1} s, reference {referenceSeconds:f0} s{(parity.IsWithinLimits ? "" : ": OUT OF TOLERANCE")}"));
        return parity.IsWithinLimits;
    }

    /// <summary>The picture, and how long it took from a plan to it.</summary>
    private static (NetworkPicture Picture, double Seconds) Make(GeneratorNetwork network, Engine engine)
    {
        using (engine)
        {
            var start = Stopwatch.GetTimestamp();
            var picture = NetworkPicture.Make(network, engine);
            return (picture, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }
}
