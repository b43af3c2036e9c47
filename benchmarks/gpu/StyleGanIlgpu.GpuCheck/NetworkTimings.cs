using System.Diagnostics;
using StyleGanIlgpu.Latents;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Whole networks of the official shapes, z to float picture on the host, at several batch sizes.</summary>
internal static class NetworkTimings
{
    private const int WarmUps = 3;

    public static void Run(CheckOptions options, CheckResults results)
    {
        foreach (var network in options.Networks)
        {
            using var file = new ModelFile(RandomNetwork.Official[network](0));
            foreach (var batch in options.Batches)
                results.Timings.Add(Time(file, network, batch, options));
        }
    }

    private static TimingResult Time(ModelFile file, string network, int batch, CheckOptions options)
    {
        using var generator = Generator.Load(file, new GeneratorOptions { Device = options.Device, BatchSize = batch });
        var z = Enumerable.Range(0, batch).SelectMany(seed => Latent.FromSeed(seed, generator.Model.ZDim)).ToArray();
        var (ws, pictures) = (new float[batch * generator.WsLength], new float[batch * generator.ImageLength]);
        var times = new double[options.Runs];
        for (var run = -WarmUps; run < times.Length; run++)
        {
            var start = Stopwatch.GetTimestamp();
            generator.Map(z, ws);
            generator.Synthesize(ws, pictures);
            if (run >= 0)
                times[run] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        if (!pictures.All(float.IsFinite))
            throw new InvalidOperationException($"{network}: the picture holds values that are not finite.");
        Array.Sort(times);
        return new TimingResult(network, "float32", batch, times[0], times[times.Length / 2], batch / times[0], 0);
    }
}
