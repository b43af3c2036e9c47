using System.Globalization;
using System.Text;

namespace StyleGanIlgpu.CudaModel;

/// <summary>The model's tables as Markdown: all networks together, and each launch of one network.</summary>
internal static class ModelReport
{
    private const string Preface = """
        # The CUDA engine by its performance model

        **A model, not a measurement.** Every kernel's shipped PTX is executed in the emulator on a sample of each launch's blocks, and what they
        do is set against what each GPU's units can do: device memory, second-level cache, tensor cores, float32 units, schedulers' turns, shared
        memory, and waiting where too few warps are there to hide it. A launch takes as long as the largest of these, and a microsecond to the
        next one of its graph. Roofline: each launch's buffers moved once, or the network's own products at the peak of the units that do them,
        whichever takes longer. The figures of the GPUs and the latencies stand in `benchmarks/StyleGanIlgpu.CudaModel`; registers are those of
        [ptxas](kernels.md). To repeat it: `dotnet run -c Release --project benchmarks/StyleGanIlgpu.CudaModel`. `benchmarks/gpu` sets
        measured times beside these where there is a GPU; on an [H100](gpu-h100.md) they were 1.3 to 2.5 times these.

        """;

    public static string Summary(IReadOnlyList<NetworkTimes> all)
    {
        var text = new StringBuilder(Preface).Append("\n![predicted times](cuda-model.svg)\n\nMilliseconds a picture, and the share of the roofline:\n\n| network | precision | batch |");
        foreach (var gpu in Gpu.All)
            text.Append(CultureInfo.InvariantCulture, $" {gpu.Name} | |");
        text.Append("\n|---|---|---|").Insert(text.Length, "---|---|", Gpu.All.Count).Append('\n');
        foreach (var row in all.GroupBy(times => (times.Network, times.Precision, times.Batch)))
        {
            var (network, precision, batch) = row.Key;
            text.Append(CultureInfo.InvariantCulture, $"| {(batch == 1 ? $"[{network}](cuda-model/{network}-{precision}.md)" : network)} | {precision} | {batch} |");
            foreach (var gpu in Gpu.All)
                text.Append(row.FirstOrDefault(times => times.Gpu == gpu) is { } times
                    ? string.Create(CultureInfo.InvariantCulture, $" {times.Seconds * 1e3:0.00} | {times.Roof / times.Seconds:0 %} |")
                    : " | |");
            text.Append('\n');
        }
        text.Append("\nWhere the time goes: convolutions, at what share of the roofline (mostly the peak of the units that multiply), filters, and the rest:\n\n| network | precision | batch |");
        foreach (var gpu in Gpu.All)
            text.Append(CultureInfo.InvariantCulture, $" {gpu.Name} |");
        text.Append("\n|---|---|---|").Insert(text.Length, "---|", Gpu.All.Count).Append('\n');
        foreach (var row in all.GroupBy(times => (times.Network, times.Precision, times.Batch)))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key.Network} | {row.Key.Precision} | {row.Key.Batch} |");
            foreach (var gpu in Gpu.All)
                text.Append(row.FirstOrDefault(times => times.Gpu == gpu) is { } times ? Parts(times) : " |");
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Parts(NetworkTimes times)
    {
        var (convolutions, filters) = (times.ShareOf("convolution"), times.ShareOf("leaky_relu", "taps", "fir"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {convolutions:0 %} at {times.ConvolutionShare:0 %}, {filters:0 %}, {1 - convolutions - filters:0 %} |");
    }

    /// <summary>Launch by launch, GPUs that are given the same ones together: microseconds, the limit that binds, occupancy, and the share of the roofline.</summary>
    public static string Details(IReadOnlyList<NetworkTimes> gpus)
    {
        var first = gpus[0];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {first.Network}, {first.Precision}, batch {first.Batch}: the model launch by launch\n\n");
        text.Append("See [the summary](../cuda-model.md).\n");
        foreach (var leader in gpus.Reverse().Where(times => !gpus.Any(later => later.Gpu.Architecture > times.Gpu.Architecture && later.HasLaunchesOf(times))))
            Launches([.. gpus.Where(times => times.HasLaunchesOf(leader))], text);
        return text.ToString();
    }

    private static void Launches(NetworkTimes[] gpus, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {string.Join(", ", gpus.Select(times => times.Gpu.Name))}\n\n");
        text.Append("| layer | kernel | blocks | least MB | asked MB | M instructions | tensor GFLOP |");
        foreach (var times in gpus)
            text.Append(CultureInfo.InvariantCulture, $" {times.Gpu.Name} µs | limit | occupancy | roofline |");
        text.Append("\n|---|---|---|---|---|---|---|").Insert(text.Length, "---|---|---|---|", gpus.Length).Append('\n');
        for (var i = 0; i < gpus[0].Launches.Count; i++)
        {
            var launch = gpus[0].Launches[i].Launch;
            var costs = launch.Costs;
            text.Append(CultureInfo.InvariantCulture, $"| {launch.Layer} | {launch.Launch.Kernel} | {launch.Blocks} | {launch.Least / 1e6:0.0#} ");
            text.Append(CultureInfo.InvariantCulture, $"| {costs.Sectors * launch.Blocks * 32 / 1e6:0.0#} | {costs.Instructions * launch.Blocks / 1e6:0.00} ");
            text.Append(CultureInfo.InvariantCulture, $"| {2 * costs.Tensor.MultiplyAdds * launch.Blocks / 1e9:0.##} |");
            foreach (var times in gpus)
            {
                var one = times.Launches[i];
                text.Append(CultureInfo.InvariantCulture, $" {one.Seconds * 1e6:0.0} | {one.Limits.Largest.Name} | {one.Occupancy:0 %} | {one.RooflineShare:0 %} |");
            }
            text.Append('\n');
        }
        text.Append("| all | | | | | | |");
        foreach (var times in gpus)
            text.Append(CultureInfo.InvariantCulture, $" {times.Seconds * 1e6:0} | | | {times.Roof / times.Seconds:0 %} |");
        text.Append('\n');
    }
}
