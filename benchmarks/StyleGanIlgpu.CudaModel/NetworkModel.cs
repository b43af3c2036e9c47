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
                var ptx = KernelPtx.NewestFor(gpu.Architecture)!.Value;
                var single = Profile(Compile(1, precision, gpu.Architecture), (sampler, compilation) => sampler.Profile(compilation));
                foreach (var batch in options.Batches)
                {
                    var launches = batch == 1 ? single : Profile(Compile(batch, precision, gpu.Architecture), (sampler, compilation) => sampler.Profile(compilation, single));
                    yield return new NetworkTimes(name, precision.Name(), batch, gpu, [.. launches.Select(new TimeModel(gpu, Code).Predict)]);
                }

                LaunchProfile[] Profile(CudaCompilation compilation, Func<LaunchSampler, CudaCompilation, LaunchProfile[]> sample)
                {
                    var key = $"sm_{ptx} {string.Join(' ', compilation.Launches.Select(launch => launch.Launch))}";
                    if (!profiles.TryGetValue(key, out var profile))
                    {
                        using var sampler = new LaunchSampler(ptx, options.Samples);
                        profiles.Add(key, profile = sample(sampler, compilation));
                    }
                    return profile;
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
