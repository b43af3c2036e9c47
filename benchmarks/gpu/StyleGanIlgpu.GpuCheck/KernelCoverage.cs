namespace StyleGanIlgpu.GpuCheck;

/// <summary>Of one precision, the kernels of runs whose numbers were compared, and those that were timed and are in none of them.</summary>
internal sealed record KernelCoverage(string Precision, IReadOnlyList<string> Compared, IReadOnlyList<string> TimedOnly)
{
    public static IReadOnlyList<KernelCoverage> Of(CheckResults results) =>
    [
        .. from precision in results.Compared.Select(kernel => kernel.Precision).Concat(results.Launches.Select(launch => launch.Precision)).Distinct()
           let compared = results.Compared.Where(kernel => kernel.Precision == precision).Select(kernel => kernel.Kernel)
           let timed = results.Launches.Where(launch => launch.Precision == precision).Select(launch => launch.Kernel)
           select new KernelCoverage(
               precision,
               [.. compared.Order(StringComparer.Ordinal)],
               [.. timed.Except(compared).Order(StringComparer.Ordinal)]),
    ];
}
