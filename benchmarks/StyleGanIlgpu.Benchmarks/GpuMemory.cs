using System.Globalization;
using StyleGanIlgpu.RandomNetworks;

namespace StyleGanIlgpu.Benchmarks;

/// <summary>What networks of the official shapes take of a GPU's memory, from their plans: no GPU is needed.</summary>
internal static class GpuMemory
{
    private const double MB = 1e6;

    private static readonly int[] Batches = [1, 4];

    private static readonly Precision[] Precisions = [Precision.Float32, Precision.Fp16];

    public static int Run()
    {
        Console.WriteLine("| network | precision | batch | weights, MB | activations, MB | alive at once, MB | peak, MB | launches |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (name, make) in RandomNetwork.Official)
        {
            using var file = new ModelFile(make(0));
            foreach (var precision in Precisions)
            {
                foreach (var batch in Batches)
                    Console.WriteLine(Row(name, file.PlanCuda(batch, precision)));
            }
        }
        return 0;
    }

    private static string Row(string name, CudaPlanInfo plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {plan.Precision.ToString().ToLowerInvariant()} | {plan.BatchSize} | {plan.WeightBytes / MB:0.0} | {plan.ActivationBytes / MB:0.0} | {plan.LiveBytes / MB:0.0} | {plan.PeakBytes / MB:0.0} | {plan.Launches} |");
}
