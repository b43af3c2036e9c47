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
            var golden = options.Golden.Select(name => CheckpointReader.Open(Path.Combine(options.Checkout, "tests", "Golden", $"{name}.pkl"), null));
            foreach (var checkpoint in golden.Concat(options.Networks.Select(name => RandomNetwork.Official[name](0))))
            {
                using var network = new OneNetwork(checkpoint, options.Device, precision);
                if (network.Cuda is not { } cuda)
                {
                    results.Note("kernels left out: the CPU engine has none");
                    return;
                }
                network.Prepare(1).Dispose();
                network.Prepare(1, NoiseMode.Random).Dispose();
                foreach (var kernel in cuda.KernelFigures())
                    found[kernel.Kernel] = new KernelResult(kernel.Kernel, kernel.Registers, kernel.LocalBytes, kernel.StaticSharedBytes, kernel.MostThreads);
            }
        }
        results.Kernels.AddRange(found.Values);
        results.Failures.AddRange(found.Values.Where(kernel => kernel.LocalBytes > 0).Select(kernel => $"{kernel.Kernel} has {kernel.LocalBytes} bytes of local memory"));
    }
}
