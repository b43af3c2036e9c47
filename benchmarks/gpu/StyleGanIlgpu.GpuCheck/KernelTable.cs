using StyleGanIlgpu.Backends;
using StyleGanIlgpu.RandomNetworks;
using StyleGanIlgpu.Weights;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>Every kernel that the networks use, as the driver compiled it. Local memory is a failure: no kernel is meant to spill.</summary>
internal static class KernelTable
{
    public static void Run(CheckOptions options, IReadOnlyList<Precision> precisions, CheckResults results)
    {
        var found = new SortedDictionary<string, KernelResult>(StringComparer.Ordinal);
        foreach (var precision in precisions)
        {
            foreach (var name in options.Golden)
                results.Try($"kernels of {name} in {precision.Name()}", () => Add(CheckpointReader.Open(Path.Combine(options.Checkout, "tests", "Golden", $"{name}.pkl"), null), precision));
            foreach (var name in options.Networks)
                Add(RandomNetwork.Official[name](0), precision);
        }
        results.Kernels.AddRange(found.Values);
        results.Failures.AddRange(found.Values.Where(kernel => kernel.LocalBytes > 0).Select(kernel => $"{kernel.Kernel} has {kernel.LocalBytes} bytes of local memory"));

        void Add(Checkpoint checkpoint, Precision precision)
        {
            using var network = new OneNetwork(checkpoint, options.Device, precision);
            var cuda = network.Cuda ?? throw new NotCheckedException("the CPU engine has no kernels");
            network.Prepare(1).Dispose();
            network.Prepare(1, NoiseMode.Random).Dispose();
            foreach (var kernel in cuda.KernelFigures())
                found[kernel.Kernel] = new KernelResult(kernel.Kernel, kernel.Registers, kernel.LocalBytes, kernel.StaticSharedBytes, kernel.MostThreads);
        }
    }
}
