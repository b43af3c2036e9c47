using StyleGanIlgpu.Backends;

namespace StyleGanIlgpu.GpuCheck;

/// <summary>One thing to do, after which the report is written.</summary>
internal sealed record CheckStep(string Part, string What, Action Run);

/// <summary>
/// The steps in the order in which they matter to someone whose machine is lent for an hour: is it right, how fast is one picture, how fast are
/// the others, and then the rest.
/// </summary>
internal static class CheckSchedule
{
    private static readonly Precision[] ThatMatter = [Precision.Float32, Precision.Fp16];

    public static IEnumerable<CheckStep> Steps(CheckOptions options, CheckResults results, CheckClock clock)
    {
        var precisions = options.Precisions.OrderBy(precision => Array.IndexOf(ThatMatter, precision) is var place && place >= 0 ? place : ThatMatter.Length).ToArray();
        var smallest = options.Batches.Min();
        var first = precisions.Intersect(ThatMatter).SelectMany(precision => options.Networks.Select(network => (network, precision))).ToArray();
        var all = precisions.SelectMany(precision => options.Networks.Select(network => (network, precision))).ToArray();
        var batches = options.Batches.Order().ToArray();
        var timings = new NetworkTimings(options, results);
        var rivals = new PyTorchBaseline(options, results, clock);

        IEnumerable<CheckStep> parity = precisions.Select(precision =>
            new CheckStep("parity", precision.Name(), () => ParityCheck.Run(options, precision, results)));

        var shapes = new ShapeParity(options, results);

        IEnumerable<CheckStep> Timings(IEnumerable<(string Network, Precision Precision)> networks, IEnumerable<int> sizes) =>
            from size in sizes
            from one in networks
            select new CheckStep("timings", $"{one.Network} {one.Precision.Name()}, batch {size}", () => timings.Run(one.Network, one.Precision, size));

        IEnumerable<CheckStep> Rivals(IEnumerable<(string Network, Precision Precision)> networks, int[] sizes, bool slow) =>
            sizes.Length == 0 ? [] :
            from one in networks
            from step in rivals.Steps(one.Network, one.Precision, sizes, slow)
            select step;

        IEnumerable<CheckStep> steps =
        [
            .. parity,
            .. all.Select(one => new CheckStep("shapes", $"{one.network} {one.precision.Name()}", () => shapes.Run(one.network, one.precision))),
            .. Timings(first, [smallest]),
            .. Rivals(first, [smallest], slow: false),
            new CheckStep("kernels", "as compiled", () => KernelTable.Run(options, precisions, results)),
            .. Timings(all.Except(first), [smallest]),
            .. Timings(all, batches.Where(size => size > smallest)),
            .. Rivals(all.Except(first), [smallest], slow: false),
            .. Rivals(all, [.. batches.Where(size => size > smallest)], slow: false),
            .. Rivals(all, batches, slow: true),
            .. SanitizerPass.Tools.Select(tool => new CheckStep("sanitizer", tool, () => SanitizerPass.Run(tool, options, results))),
        ];
        return steps.Where(step => options.Parts.Contains(step.Part));
    }
}
