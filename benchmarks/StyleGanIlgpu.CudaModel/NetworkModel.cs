using StyleGanIlgpu.Backends;
using StyleGanIlgpu.Backends.Cuda;
using StyleGanIlgpu.Kernels;
using StyleGanIlgpu.Models;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.CudaModel;

/// <summary>All predictions of one network.</summary>
internal static class NetworkModel
{
    private static readonly MachineCode Code = new(File.ReadLines(Path.Combine("benchmarks", "results", "kernels.md")));

    public static IEnumerable<NetworkTimes> Predict(string name, ModelOptions options)
    {
        var plans = new GeneratorPlans(GeneratorNetwork.Bind(RandomNetwork.Official[name](0)));
        foreach (var precision in options.Precisions)
        {
            // GPUs that are given the same launches share the profile.
            var profiles = new Dictionary<string, LaunchProfile[]>();
            foreach (var gpu in Gpu.All)
            {
                var single = Compile(1, precision, gpu.Architecture);
                var ptx = KernelPtx.NewestFor(gpu.Architecture)!.Value;
                var key = $"sm_{ptx} {string.Join(' ', single.Launches.Select(launch => launch.Launch))}";
                if (!profiles.TryGetValue(key, out var profile))
                {
                    using var sampler = new LaunchSampler(ptx, options.Samples);
                    profiles.Add(key, profile = sampler.Profile(single));
                }
                foreach (var batch in options.Batches)
                {
                    var launches = batch == 1 ? profile : LaunchSampler.Scale(profile, Compile(batch, precision, gpu.Architecture));
                    yield return new NetworkTimes(name, precision.Name(), batch, gpu, [.. launches.Select(new TimeModel(gpu, Code).Predict)]);
                }
            }
        }

        CudaCompilation Compile(int batch, Precision precision, int architecture)
        {
            var picture = plans.Picture(new SynthesisForm(batch, NoiseMode.Const, ByteRule.StyleGan));
            var compilation = new CudaCompilation(picture.Plan, precision) { Architecture = architecture };
            compilation.Run();
            return compilation;
        }
    }
}
