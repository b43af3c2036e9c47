using System.Globalization;
using System.Text;

namespace StyleGanIlgpu.Benchmarks.Comparison;

/// <summary>Writes what <c>benchmarks/compare-cpu.sh</c> measured as Markdown, with its plots beside it.</summary>
internal static class ComparisonReport
{
    // How much faster than each baseline the engine is meant to be.
    private static readonly Dictionary<string, (double PyTorch, double OnnxRuntime)> Wanted = new()
    {
        ["stylegan2-256"] = (5, 2.5),
        ["stylegan2-1024"] = (12, 2.5),
        ["stylegan3-t-256"] = (40, 0),
        ["stylegan3-r-256"] = (100, 0),
    };

    /// <param name="folder">Holds the JSON lines: compare.jsonl, sizes.jsonl, threads.jsonl and batches.jsonl.</param>
    /// <param name="path">The Markdown file.</param>
    /// <param name="conditions">What it was measured under, a sentence.</param>
    public static int Run(string folder, string path, string conditions)
    {
        var (compared, sizes, threads, batches) = (Read(folder, "compare"), Read(folder, "sizes"), Read(folder, "threads"), Read(folder, "batches"));
        var plots = Path.ChangeExtension(path, null);
        var threadCount = compared[^1].Threads;
        // Rounds with other numbers of threads may have been added.
        foreach (var list in new[] { compared, sizes, batches })
            list.RemoveAll(timing => timing.Threads != threadCount);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # CPU: this engine against PyTorch and ONNX Runtime

            Written by `benchmarks/compare-cpu.sh` on {DateTime.UtcNow:yyyy-MM-dd}; not to be edited. Single layers, what was tried, and other
            machines: [cpu-notes.md](cpu-notes.md).

            | | |
            |---|---|

            """);
        foreach (var (name, value) in Machine.Describe())
            Add(text, $"| {name} | {value} |");
        foreach (var engine in compared.Where(timing => !timing.IsOurs).Select(timing => timing.Engine).Distinct())
            Add(text, $"| {(engine.StartsWith("pytorch", StringComparison.Ordinal) ? "PyTorch" : "ONNX Runtime")} | {engine[(engine.IndexOf(' ', StringComparison.Ordinal) + 1)..]} |");
        text.Append(CultureInfo.InvariantCulture, $"""

            Batch 1, float32, {Threads(threadCount)}, from z to the float picture, random weights in the official shapes. Engines in turn,
            the best wall-clock time of up to {compared.GroupBy(timing => (timing.Network, timing.Engine)).Max(group => group.Count())} rounds of {Pictures(compared)}. {conditions} Seconds:


            """);
        AddComparison(text, compared);
        text.Append("""

            PyTorch runs `benchmarks/pytorch`, plain networks written for this: zero-stuffing, padding and depthwise convolutions for the filters and one
            pass over memory a step, as the official code on a CPU; styles on the weights as there, or on the maps where that is faster. `verify.py` held
            it to the golden pictures before anything was timed. ONNX Runtime runs a graph exported from the same networks in the form that suits it (constant
            weights, styles on the maps), all graph optimisations on; its picture was within 1e-4 of the plain network's. StyleGAN3 isn't
            exported. Each had its best setting:

            | network | engine | setting |
            |---|---|---|

            """);
        foreach (var best in Best(compared.Where(timing => timing.Setting.Length > 0), timing => (timing.Network, timing.IsPyTorch)))
            Add(text, $"| {best.Network} | {(best.IsPyTorch ? "PyTorch" : "ONNX Runtime")} | {best.Setting} |");
        if (sizes.Count > 0)
            AddSizes(text, Best(sizes, timing => timing.Network), plots);
        if (threads.Count > 0)
            AddThreads(text, Best(threads, timing => (timing.Network, timing.Threads)), plots);
        if (batches.Count > 0)
            AddBatches(text, Best(batches, timing => (timing.Network, timing.Batch)));
        text.Append("""

            ## To repeat it

            ```
            benchmarks/install-baselines.sh
            benchmarks/compare-cpu.sh
            ```

            Preferably on a quiet machine. `stylegan bench` times any checkpoint with this engine.

            """);
        File.WriteAllText(path, text.ToString());
        return 0;
    }

    private static void AddComparison(StringBuilder text, List<Timing> all)
    {
        text.Append("| network | this engine | PyTorch | times faster | wanted | ONNX Runtime | times faster | wanted |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var network in all.GroupBy(timing => timing.Network))
        {
            var ours = Fastest(network, timing => timing.IsOurs);
            var (pyTorch, onnx) = (Fastest(network, timing => timing.IsPyTorch), Fastest(network, timing => timing.IsOnnxRuntime));
            var wanted = Wanted.GetValueOrDefault(network.Key);
            Add(text, $"| {network.Key} | {Seconds(ours)} | {Seconds(pyTorch)} | {Ratio(pyTorch, ours)} | {Times(wanted.PyTorch)} | {Seconds(onnx)} | {Ratio(onnx, ours)} | {Times(wanted.OnnxRuntime)} |");
        }
        if (all.Any(timing => timing.IsDisturbed))
            text.Append("\n\\*: something else kept the machine busy, here and below; such a time isn't compared.\n");
    }

    private static void AddSizes(StringBuilder text, List<Timing> all, string plots)
    {
        var sorted = all.OrderBy(timing => timing.Gflop).ToArray();
        var rate = Machine.Peak / 1e9 * Math.Min(1, (double)sorted[0].Threads / Environment.ProcessorCount);
        File.WriteAllText(plots + "-sizes.svg", LogChart.Draw("GFLOP a picture, convolutions as written", "seconds a picture",
        [
            new Series($"this engine, {Threads(sorted[0].Threads)}", [.. sorted.Select(timing => (timing.Gflop, timing.Seconds))]),
            new Series("the same products in registers", [.. sorted.Select(timing => (timing.Gflop, timing.Gflop / rate))], IsBound: true),
        ]));
        text.Append(CultureInfo.InvariantCulture, $"""

            ## Time grows with the arithmetic

            StyleGAN2 by resolution and channel base, {Threads(sorted[0].Threads)}. Convolutions are counted as written, so ways with fewer products
            pass what the registers can do.

            ![seconds against GFLOP]({Path.GetFileName(plots)}-sizes.svg)

            | network | GFLOP | seconds | GFLOP/s |
            |---|---|---|---|

            """);
        foreach (var timing in sorted)
            Add(text, $"| {timing.Network} | {timing.Gflop:0.00} | {Seconds(timing)} | {timing.Gflop / timing.Seconds:0} |");
    }

    private static void AddThreads(StringBuilder text, List<Timing> all, string plots)
    {
        var counts = all.Select(timing => timing.Threads).Distinct().Order().ToArray();
        var networks = all.GroupBy(timing => timing.Network).Select(group => (Name: group.Key, Times: group.ToDictionary(timing => timing.Threads)))
            .Where(network => network.Times.ContainsKey(1)).ToArray();
        File.WriteAllText(plots + "-threads.svg", LogChart.Draw("threads", "times as fast as with one",
        [
            .. networks.Select(network => new Series(network.Name, [.. counts.Where(network.Times.ContainsKey).Select(count => ((double)count, network.Times[1].Seconds / network.Times[count].Seconds))])),
            new Series("as many times", [.. counts.Select(count => ((double)count, (double)count))], IsBound: true),
        ]));
        text.Append("\n## Threads\n\n");
        text.Append(CultureInfo.InvariantCulture, $"![speed by threads]({Path.GetFileName(plots)}-threads.svg)\n\nSeconds a picture, and the share of as many times the speed of one thread:\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| network |{string.Concat(counts.Select(count => $" {count} | |"))}\n|---|{string.Concat(counts.Select(_ => "---|---|"))}\n");
        foreach (var (name, times) in networks)
            Add(text, $"| {name} |{string.Concat(counts.Select(count => times.TryGetValue(count, out var time) ? $" {Seconds(time)} | {Efficiency(times[1], time)} |" : " | |"))}");
    }

    private static void AddBatches(StringBuilder text, List<Timing> all)
    {
        var counts = all.Select(timing => timing.Batch).Distinct().Order().ToArray();
        text.Append(CultureInfo.InvariantCulture, $"\n## Batches\n\nSeconds a picture, {Threads(all[0].Threads)}, by batch:\n\n| network |{string.Concat(counts.Select(count => $" {count} |"))}\n|---|{string.Concat(counts.Select(_ => "---|"))}\n");
        foreach (var network in all.GroupBy(timing => timing.Network))
            Add(text, $"| {network.Key} |{string.Concat(counts.Select(count => $" {Seconds(Fastest(network, timing => timing.Batch == count))} |"))}");
    }

    private static List<Timing> Read(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".jsonl");
        return File.Exists(path) ? [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Timing.Parse)] : [];
    }

    private static List<Timing> Best<TKey>(IEnumerable<Timing> all, Func<Timing, TKey> key) =>
        [.. all.GroupBy(key).Select(group => group.MinBy(timing => timing.Seconds)!)];

    private static Timing? Fastest(IEnumerable<Timing> all, Func<Timing, bool> which) => all.Where(which).OrderBy(timing => timing.IsDisturbed).ThenBy(timing => timing.Seconds).FirstOrDefault();

    /// <summary>"7 pictures by this engine, 3 by PyTorch": the best of more is less.</summary>
    private static string Pictures(List<Timing> all)
    {
        var engines = new (string Name, Func<Timing, bool> Which)[]
        {
            ("this engine", timing => timing.IsOurs),
            ("PyTorch", timing => timing.IsPyTorch),
            ("ONNX Runtime", timing => timing.IsOnnxRuntime),
        };
        return string.Join(", ", engines.Where(engine => all.Any(engine.Which)).Select(engine => string.Create(
            CultureInfo.InvariantCulture, $"{all.Where(engine.Which).Max(timing => timing.Pictures)} pictures by {engine.Name}")));
    }

    private static string Threads(int count) => count == 1 ? "1 thread" : string.Create(CultureInfo.InvariantCulture, $"{count} threads");

    // Three figures; nothing where nothing was measured.
    private static string Seconds(Timing? timing) => timing is not { Seconds: var value }
        ? ""
        : Figures(value, value < 0.1 ? "0.0000" : value < 1 ? "0.000" : value < 10 ? "0.00" : "0.0") + (timing.IsDisturbed ? " \\*" : "");

    private static string Ratio(Timing? theirs, Timing? ours) =>
        theirs is { IsDisturbed: false } && ours is { IsDisturbed: false } ? Times(theirs.Seconds / ours.Seconds) : "";

    private static string Efficiency(Timing one, Timing several) =>
        one.IsDisturbed || several.IsDisturbed
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{100 * one.Seconds / several.Seconds / several.Threads:0} %");

    private static string Times(double value) => Figures(value, value < 10 ? "0.0" : "0");

    private static string Figures(double value, string format) => value > 0 ? value.ToString(format, CultureInfo.InvariantCulture) : "";

    private static void Add(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
